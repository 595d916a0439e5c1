using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

public sealed class LimitTests(Pools pools) : IClassFixture<Pools>
{
    public static TheoryData<IsolationMode, Ending, string> Programs
    {
        get
        {
            var cases = new TheoryData<IsolationMode, Ending, string>();
            foreach (var mode in (IsolationMode[])[IsolationMode.Namespaces, IsolationMode.Landlock])
            {
                cases.Add(mode, Ending.CpuLimit, "while True: pass");
                cases.Add(mode, Ending.WallLimit, "import time; time.sleep(1000)");
                cases.Add(mode, Ending.MemoryLimit, "x = []\nwhile True: x.append(b'x' * 1000000 + bytes(len(x)))");
                cases.Add(mode, Ending.OutputLimit, "while True: print('x' * 1000)");
                cases.Add(mode, Ending.ProcessLimit, "import subprocess, time\nx = [subprocess.Popen(['sleep', '60']) for _ in range(12)]\ntime.sleep(60)");
                cases.Add(mode, Ending.FileLimit, "import time\nfor n in range(100): open(f'f{n}', 'wb').write(bytes(900_000))\ntime.sleep(60)");
                cases.Add(mode, Ending.SecurityViolation, "import ctypes; ctypes.CDLL(None).unshare(0x10000000)");
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Each_limit_is_told_as_what_it_is_warm_and_cold(IsolationMode mode, Ending ending, string program)
    {
        var limits = new RunLimits
        {
            Cpu = TimeSpan.FromSeconds(ending == Ending.CpuLimit ? 0.5 : 30), Wall = TimeSpan.FromSeconds(ending == Ending.WallLimit ? 1 : 60),
            Memory = 96 << 20, Output = 10_000, Processes = 8, Files = 1 << 20,
        };
        var cold = Boxes.Python(program, limits);
        var warm = cold with { Steps = [cold.Steps[0] with { Command = ["main.py"], Warm = WarmInterpreter.Python }] };
        foreach (var request in new[] { cold, warm })
        {
            var step = (await pools[mode].RunAsync(request, CancellationToken.None)).Steps[0];
            Assert.True(step.Ending == ending, $"{step.Ending} {step.Code}: {step.Err()}");
        }
    }

    [Theory]
    [MemberData(nameof(Pools.Modes), MemberType = typeof(Pools))]
    public async Task Waiting_for_a_place_is_not_counted(IsolationMode mode)
    {
        var slow = Boxes.Bash("sleep 0.7", Boxes.Limits with { Wall = TimeSpan.FromSeconds(30) });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => pools[mode].RunAsync(slow, CancellationToken.None)));
        Assert.All(outcomes, outcome => Assert.Equal(Ending.Exited, outcome.Steps[0].Ending));
        // Two places: the last waits for two others before it.
        Assert.All(outcomes.Where(outcome => outcome.Steps[0].Cpu < TimeSpan.FromSeconds(1)), outcome => Assert.True(outcome.Steps[0].Wall >= TimeSpan.FromSeconds(0.7)));
    }
}
