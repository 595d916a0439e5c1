using System.Text;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

public sealed class ColdStepTests(Pools pools) : IClassFixture<Pools>
{
    public static TheoryData<IsolationMode> Modes => Pools.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_program_reads_its_input_and_its_streams_and_code_come_back(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Python("import sys; print(sys.stdin.read()[::-1]); print('no', file=sys.stderr); sys.exit(7)", input: "abc"));
        Assert.Equal((Ending.Exited, 7, "cba\n", "no\n"), (step.Ending, step.Code, step.Out(), step.Err()));
        Assert.True(step.Cpu > TimeSpan.Zero && step.Wall > TimeSpan.Zero && step.PeakMemory > 1 << 20, step.ToString());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Input_larger_than_a_pipe_goes_through_while_output_comes_back(IsolationMode mode)
    {
        var input = new string('x', 3_000_000);
        var request = Boxes.Python("", Boxes.Limits with { Output = 4 << 20 }, input) with { Files = [Boxes.Text("main.py", "import shutil, sys; shutil.copyfileobj(sys.stdin, sys.stdout)")] };
        Assert.Equal(input, (await OneAsync(mode, request)).Out());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Input_that_nobody_reads_hurts_nobody(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Bash("echo done") with { Steps = [Boxes.Step("true") with { Input = new byte[1_000_000] }] });
        Assert.Equal((Ending.Exited, 0), (step.Ending, step.Code));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_signal_is_told_by_its_number(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Bash("kill -SEGV $$"));
        Assert.Equal((Ending.Signalled, 11), (step.Ending, step.Code));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_command_that_is_not_there_or_not_executable_is_not_found(IsolationMode mode)
    {
        foreach (var command in (string[])["no-such-program", "./data.txt", "./nothing"])
        {
            var request = new RunRequest { Files = [Boxes.Text("data.txt", "text")], Steps = [Boxes.Step(command)] };
            Assert.Equal(Ending.NotFound, (await OneAsync(mode, request)).Ending);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Files_are_laid_out_in_folders_and_given_back(IsolationMode mode)
    {
        var request = new RunRequest
        {
            Files = [Boxes.Text("data/deep/in.txt", "seven"), Boxes.Text("empty", "")],
            Steps = [Boxes.Step("bash", "-c", "rev data/deep/in.txt > out.txt; ln -s /etc/passwd link; mkfifo fifo; mkdir folder; test -e empty")],
            Collect = ["out.txt", "link", "fifo", "folder", "missing", "data/deep/in.txt"],
        };
        var outcome = await pools[mode].RunAsync(request, CancellationToken.None);
        Assert.Equal(0, outcome.Steps[0].Code);
        Assert.Equal(["out.txt=neves", "data/deep/in.txt=seven"], outcome.Files.Select(file => $"{file.Path}={Encoding.UTF8.GetString(file.Content.Span)}"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Steps_share_a_box_until_one_fails_that_may_not(IsolationMode mode)
    {
        var request = new RunRequest
        {
            Steps =
            [
                Boxes.Step("bash", "-c", "echo one > f; (sleep 1000 &) ; exit 3") with { MayFail = true },
                Boxes.Step("bash", "-c", "cat f; exit 4"),
                Boxes.Step("bash", "-c", "echo never"),
            ],
        };
        var outcome = await pools[mode].RunAsync(request, CancellationToken.None);
        Assert.Equal([(3, ""), (4, "one\n")], outcome.Steps.Select(step => (step.Code, step.Out())));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Variables_are_added_to_the_four_that_every_step_has(IsolationMode mode)
    {
        var request = new RunRequest { Steps = [Boxes.Step("env") with { Environment = new Dictionary<string, string> { ["ANSWER"] = "42 = 6*7", ["LANG"] = "C" } }] };
        var names = (await OneAsync(mode, request)).Out().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["ANSWER", "HOME", "LANG", "PATH", "TMPDIR"], names.Select(line => line.Split('=')[0]));
        Assert.Contains("ANSWER=42 = 6*7", names);
        Assert.Contains("LANG=C", names);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Output_is_cut_where_the_limit_is(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Bash("yes", Boxes.Limits with { Output = 1000 }));
        Assert.Equal((Ending.OutputLimit, 1000), (step.Ending, step.Output.Length + step.Error.Length));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Output_as_long_as_the_limit_is_within_it(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Bash("head -c 600 /dev/zero; head -c 400 /dev/zero >&2", Boxes.Limits with { Output = 1000 }));
        Assert.Equal((Ending.Exited, 600, 400), (step.Ending, step.Output.Length, step.Error.Length));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Files_as_large_as_the_limit_are_within_it(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Bash("head -c 1000000 /dev/zero > a && head -c 1000000 /dev/zero > b", Boxes.Limits with { Files = 2 << 20 }));
        Assert.Equal((Ending.Exited, 0), (step.Ending, step.Code));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Processor_time_is_counted_over_all_processes(IsolationMode mode)
    {
        var step = await OneAsync(mode, Boxes.Bash(
            "for n in 1 2 3; do (bash -c \"for ((i = 0; i < 60000; i++)); do :; done; : >$n\" &) ; done; until [ -e 1 ] && [ -e 2 ] && [ -e 3 ]; do sleep 0.1; done"));
        Assert.InRange(step.Cpu, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_request_that_cannot_be_run_is_refused_by_what_is_wrong_in_it(IsolationMode mode)
    {
        foreach (var path in (string[])["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "."])
        {
            var failure = await Assert.ThrowsAsync<ArgumentException>(() => pools[mode].RunAsync(new RunRequest { Files = [Boxes.Text(path, "")], Steps = [Boxes.Step("true")] }, CancellationToken.None));
            Assert.Contains($"\"{path}\" is not a path within the box", failure.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<ArgumentException>(() => pools[mode].RunAsync(new RunRequest { Steps = [] }, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => pools[mode].RunAsync(new RunRequest { Steps = [Boxes.Step("echo", new string('x', 100_000))] }, CancellationToken.None));
    }

    private async Task<StepOutcome> OneAsync(IsolationMode mode, RunRequest request) =>
        Assert.Single((await pools[mode].RunAsync(request, CancellationToken.None)).Steps);
}
