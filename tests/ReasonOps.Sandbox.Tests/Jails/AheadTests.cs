using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

/// <summary>A box, and a process in it of the interpreter that was asked for last, wait for the next run: it must not tell.</summary>
public sealed class AheadTests
{
    private static readonly RunRequest Python = Warm(WarmInterpreter.Python, "main.py", "print('python')"),
        JavaScript = Warm(WarmInterpreter.JavaScript, "main.js", "console.log('node')"),
        Alone = Boxes.Bash("for p in /proc/[0-9]*; do [ $p = /proc/1 ] || [ $p = /proc/$$ ] || echo $p; done; echo bash");

    public static TheoryData<IsolationMode> Modes => Pools.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Whatever_comes_next_is_served_as_it_asks(IsolationMode mode)
    {
        await using var pool = await PoolAsync(mode, WarmInterpreter.Python, WarmInterpreter.JavaScript);
        foreach (var request in (RunRequest[])[Python, Python, JavaScript, JavaScript, Boxes.Bash("echo bash"), Python, Boxes.Bash("echo bash"), JavaScript, Python])
        {
            var step = (await pool.RunAsync(request, CancellationToken.None)).Steps[0];
            Assert.Equal((Ending.Exited, 0, ""), (step.Ending, step.Code, step.Err()));
            Assert.Equal(request == Python ? "python\n" : request == JavaScript ? "node\n" : "bash\n", step.Out());
        }
    }

    [Fact]
    public async Task A_program_that_has_no_use_for_it_is_alone_in_its_box()
    {
        await using var pool = await PoolAsync(IsolationMode.Namespaces, WarmInterpreter.Python);
        foreach (var request in (RunRequest[])[Alone, Python, Alone, Alone])
        {
            var step = (await pool.RunAsync(request, CancellationToken.None)).Steps[0];
            Assert.Equal(request == Python ? "python\n" : "bash\n", step.Out());
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task It_counts_as_one_of_the_processes_that_a_run_may_have(IsolationMode mode)
    {
        const string Forks = "import os, time\nfor _ in range({0}):\n    if os.fork() == 0: time.sleep(1); os._exit(0)\nfor _ in range({0}): os.wait()\nprint('done')";
        await using var pool = await PoolAsync(mode, WarmInterpreter.Python);
        foreach (var (forks, ending) in new[] { (1, Ending.Exited), (2, Ending.ProcessLimit), (1, Ending.Exited) })
        {
            var request = Warm(WarmInterpreter.Python, "main.py", Forks.Replace("{0}", $"{forks}", StringComparison.Ordinal), Boxes.Limits with { Processes = 2 });
            var step = (await pool.RunAsync(request, CancellationToken.None)).Steps[0];
            Assert.True(step.Ending == ending, $"{forks}: {step.Ending} {step.Code} {step.Err()}");
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Each_draws_numbers_of_its_own(IsolationMode mode)
    {
        await using var pool = await PoolAsync(mode, WarmInterpreter.Python, WarmInterpreter.JavaScript);
        var drawn = new List<string>();
        foreach (var request in (RunRequest[])[Warm(WarmInterpreter.Python, "main.py", "import random; print(random.random())"), Warm(WarmInterpreter.JavaScript, "main.js", "console.log(Math.random())")])
            for (var i = 0; i < 3; i++)
                drawn.Add((await pool.RunAsync(request, CancellationToken.None)).Steps[0].Out());
        Assert.Equal(6, drawn.Distinct().Count());
    }

    private static RunRequest Warm(WarmInterpreter interpreter, string name, string program, RunLimits? limits = null) => new()
    {
        Files = [Boxes.Text(name, program)],
        Steps = [Boxes.Step(name) with { Warm = interpreter, Limits = limits ?? (interpreter == WarmInterpreter.Python ? Boxes.Limits : Boxes.Limits with { Memory = 512 << 20 }) }],
    };

    private static Task<SandboxPool> PoolAsync(IsolationMode mode, params IReadOnlyList<WarmInterpreter> warm) =>
        SandboxPool.StartAsync(new SandboxOptions { Places = 1, Mode = mode, Warm = warm }, NullLoggerFactory.Instance, CancellationToken.None);
}
