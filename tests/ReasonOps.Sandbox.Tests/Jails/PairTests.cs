using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

public sealed class PairTests(Pools pools) : IClassFixture<Pools>
{
    private const string Open = "import socket\nother = socket.socket(fileno=3)\n";

    public static TheoryData<IsolationMode> Modes => Pools.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Program_and_judge_speak_over_descriptor_3_warm_or_cold(IsolationMode mode)
    {
        foreach (var warm in new[] { false, true })
        {
            var program = Python(Open + "while True:\n    n = other.recv(100)\n    if not n: break\n    other.send(str(int(n) * 2).encode())", warm);
            var judge = Python(Open + "for n in range(5):\n    other.send(str(n).encode())\n    assert other.recv(100) == str(n * 2).encode()\nprint('right')", warm);
            var outcome = await pools[mode].RunPairAsync(program, judge, CancellationToken.None);
            Assert.Equal((Ending.Exited, 0, "right\n"), (outcome.Judge.Steps[0].Ending, outcome.Judge.Steps[0].Code, outcome.Judge.Steps[0].Out()));
            Assert.Single(outcome.Program.Steps);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_end_of_the_judge_ends_the_program(IsolationMode mode)
    {
        var outcome = await pools[mode].RunPairAsync(Python("import time\nwhile True: time.sleep(1)"), Python("raise SystemExit(5)"), CancellationToken.None);
        Assert.Equal(5, outcome.Judge.Steps[0].Code);
        Assert.Equal((Ending.Signalled, 9), (outcome.Program.Steps[0].Ending, outcome.Program.Steps[0].Code));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_judge_sees_the_end_of_the_program_and_goes_on(IsolationMode mode)
    {
        var outcome = await pools[mode].RunPairAsync(Python(Open + "import os; other.send(b'x'); os._exit(0)"), Python(Open + "while other.recv(10): pass\nprint('gone')"), CancellationToken.None);
        Assert.Equal("gone\n", outcome.Judge.Steps[0].Out());
        Assert.Equal((Ending.Exited, 0), (outcome.Program.Steps[0].Ending, outcome.Program.Steps[0].Code));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_program_that_does_not_compile_is_not_judged(IsolationMode mode)
    {
        var program = Python("print(1)") with { Steps = [Boxes.Step("false"), Boxes.Step("true")] };
        var outcome = await pools[mode].RunPairAsync(program, Python("print('judged')"), CancellationToken.None);
        Assert.Equal(1, Assert.Single(outcome.Program.Steps).Code);
        Assert.Empty(outcome.Judge.Steps);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_limit_of_one_is_not_the_limit_of_the_other(IsolationMode mode)
    {
        var hungry = Python("x = []\nwhile True: x.append(b'x' * 1000000 + bytes(len(x)))");
        hungry = hungry with { Steps = [hungry.Steps[0] with { Limits = Boxes.Limits with { Memory = 64 << 20 } }] };
        var outcome = await pools[mode].RunPairAsync(hungry, Python(Open + "while other.recv(10): pass\nprint('gone')"), CancellationToken.None);
        Assert.Equal(Ending.MemoryLimit, outcome.Program.Steps[0].Ending);
        Assert.Equal((Ending.Exited, "gone\n"), (outcome.Judge.Steps[0].Ending, outcome.Judge.Steps[0].Out()));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Neither_sees_the_files_or_processes_of_the_other(IsolationMode mode)
    {
        const string Look = Open + """
            import os
            other.send(f"{os.getpid()} {os.getcwd()}\n".encode())
            pid, box = b"".join(iter(lambda: other.recv(1), b"\n")).decode().split()
            seen = []
            if box != os.getcwd():
                try: seen.append(os.listdir(box))
                except OSError: pass
            if sorted(os.listdir(".")) not in (["main.py"], [".tmp", "main.py"]): seen.append(os.listdir("."))
            try:
                if int(pid) != os.getpid(): os.kill(int(pid), 0); seen.append(pid)
            except OSError: pass
            print(seen)
            other.send(b"x"); other.recv(1)
            """;
        var outcome = await pools[mode].RunPairAsync(Python(Look), Python(Look), CancellationToken.None);
        Assert.Equal("[]\n", outcome.Judge.Steps[0].Out());
        Assert.Equal("[]\n", outcome.Program.Steps[0].Out());
    }

    private static RunRequest Python(string program, bool warm = false)
    {
        var request = Boxes.Python(program);
        return warm ? request with { Steps = [request.Steps[0] with { Command = ["main.py"], Warm = WarmInterpreter.Python }] } : request;
    }
}
