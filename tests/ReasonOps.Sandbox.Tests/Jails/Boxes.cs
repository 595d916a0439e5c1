using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

/// <summary>Pools and requests as these tests want them.</summary>
internal static class Boxes
{
    public static Task<SandboxPool> PoolAsync(IsolationMode mode, int places = 1) =>
        SandboxPool.StartAsync(new SandboxOptions { Places = places, Mode = mode }, NullLoggerFactory.Instance, CancellationToken.None);

    public static RunLimits Limits { get; } = new() { Cpu = TimeSpan.FromSeconds(20), Wall = TimeSpan.FromSeconds(60), Memory = 256 << 20 };

    public static RunStep Step(params string[] command) => new() { Command = command, Limits = Limits };

    public static RunRequest Python(string program, RunLimits? limits = null, string input = "") => new()
    {
        Files = [Text("main.py", program)],
        Steps = [Step("python3", "main.py") with { Limits = limits ?? Limits, Input = Encoding.UTF8.GetBytes(input) }],
    };

    public static RunRequest Bash(string program, RunLimits? limits = null) => new()
    {
        Files = [Text("main.sh", program)],
        Steps = [Step("bash", "main.sh") with { Limits = limits ?? Limits }],
    };

    public static BoxFile Text(string path, string content) => new(path, Encoding.UTF8.GetBytes(content));

    public static string Out(this StepOutcome step) => Encoding.UTF8.GetString(step.Output.Span);

    public static string Err(this StepOutcome step) => Encoding.UTF8.GetString(step.Error.Span);
}
