using System.Diagnostics;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

/// <summary>The hook's own script, run by a shell whose curl and sleep are ours.</summary>
public sealed class StopHookTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reasonops-stop-");

    [Theory]
    [InlineData("vllm", "vllm:num_requests_running{engine=\"0\",model_name=\"r1\"} 2.0", "vllm:num_requests_running{engine=\"0\",model_name=\"r1\"} 0.0")]
    [InlineData("sglang", "sglang:num_running_reqs{model_name=\"r1\"} 12.0", "sglang:num_running_reqs{model_name=\"r1\"} 0.0")]
    [InlineData("llamacpp", "llamacpp:requests_processing 1", "llamacpp:requests_processing 0")]
    public async Task An_engine_waits_for_what_runs_and_no_longer(string runtime, string busy, string idle)
    {
        var curl = $"echo '# HELP x'; [ $(wc -l <calls) -lt 4 ] && echo '{busy}' || echo '{idle}'";

        Assert.Equal((4, "15 2 2 2"), await RunAsync(Script(runtime), curl));
    }

    [Fact]
    public async Task A_gauge_that_cannot_be_read_is_not_waited_for() => Assert.Equal((1, "15"), await RunAsync(Script("vllm"), "return 7"));

    [Fact]
    public async Task Busy_for_ever_ends_with_the_grace()
    {
        var (asked, slept) = await RunAsync(Script("llamacpp"), "echo 'llamacpp:requests_processing 1'");

        Assert.Equal(285, asked);
        Assert.InRange(slept.Split(' ').Sum(int.Parse), 500, 600);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string[] Script(string runtime)
    {
        var plan = TestServices.Plan(TestServices.Of($"  model: {{name: m, uri: pvc://c}}\n  engine: {{runtime: {runtime}, accelerator: {{preset: H100-80GB}}}}"));
        var pod = Children.Find(plan, "Deployment", "math-engine")["spec"]!["template"]!["spec"]!;
        return [.. pod["containers"]![0]!["lifecycle"]!["preStop"]!["exec"]!["command"]!.AsArray().Select(word => (string)word!)];
    }

    private async Task<(int Asked, string Slept)> RunAsync(string[] command, string curl)
    {
        Assert.Equal(["sh", "-c"], command[..2]);
        var script = $"sleep() {{ echo $1 >>slept; }}; curl() {{ echo x >>calls; {curl}; }}\n{command[2]}";
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder.FullName };
        using var shell = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await shell.WaitForExitAsync(limit.Token);
        return (File.ReadAllLines(Path.Combine(_folder.FullName, "calls")).Length, string.Join(' ', File.ReadAllLines(Path.Combine(_folder.FullName, "slept"))));
    }
}
