using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

[Collection(GraderCollection.Name)]
public sealed class StdioGraderTests(SharedGrader shared)
{
    private static readonly StdioCase[] Doubles = [new("1\n", "2"), new("2\n", "4\n"), new("21\n", "42  \n\n")];

    [Fact]
    public async Task Each_case_has_its_verdict_and_the_first_failure_is_told()
    {
        var result = await shared.JudgeAsync(Check("n = int(input())\nif n == 2: raise ValueError('two')\nprint(n * 2 if n < 20 else 0)"));
        Assert.Equal([Verdict.Accepted, Verdict.RuntimeError, Verdict.WrongAnswer], result.Tests.Select(test => test.Verdict));
        Assert.Equal(Verdict.RuntimeError, result.Verdict);
        Assert.StartsWith("case 2 of 3: exit code 1", result.Message, StringComparison.Ordinal);
        Assert.Contains("ValueError: two", result.Message, StringComparison.Ordinal);
        Assert.EndsWith("input: 2", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Right_output_is_accepted_and_its_cost_is_told()
    {
        var result = await shared.JudgeAsync(Check("print(int(input()) * 2)"));
        Assert.Equal((Verdict.Accepted, "", 3), (result.Verdict, result.Message, result.Tests.Count));
        Assert.True(result.Cost.Wall > TimeSpan.Zero && result.Cost.PeakMemory > 0);
    }

    [Fact]
    public async Task A_limit_ends_the_cases_after_it()
    {
        var result = await shared.JudgeAsync(Check("n = int(input())\nwhile n == 2: pass\nprint(n * 2)"), SharedGrader.Limits with { Cpu = TimeSpan.FromSeconds(1) });
        Assert.Equal(Verdict.TimeLimit, result.Verdict);
        Assert.Equal([Verdict.Accepted, Verdict.TimeLimit], result.Tests.Select(test => test.Verdict));
    }

    [Fact]
    public async Task What_does_not_compile_is_run_for_no_case()
    {
        var result = await shared.JudgeAsync(new CodeCheck("c", "int main( {", new StdioTests(Doubles)));
        Assert.Equal(Verdict.CompileError, result.Verdict);
        Assert.Empty(result.Tests);
        Assert.Contains("main.c:1", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_executable_that_takes_itself_away_fails()
    {
        var result = await shared.JudgeAsync(new CodeCheck("c", "#include <stdio.h>\n#include <unistd.h>\nint main() { int n; scanf(\"%d\", &n); unlink(\"main\"); printf(\"%d\\n\", 2 * n); return 0; }", new StdioTests(Doubles)));
        Assert.Equal(Verdict.RuntimeError, result.Verdict);
        Assert.Equal(Verdict.Accepted, result.Tests[0].Verdict);
    }

    [Fact]
    public async Task What_is_expected_is_nowhere_in_the_box()
    {
        const string Search = "import os\nseen = [open(os.path.join(d, f), 'rb').read() for d, _, fs in os.walk('/box') for f in fs]\nprint(any(b'lost-and-' + b'found' in s for s in seen), any('lost-and-' + 'found' in v for v in os.environ.values()))";
        var result = await shared.JudgeAsync(new CodeCheck("python", Search, new StdioTests([new StdioCase("", "lost-and-found"), new StdioCase("", "False False")])));
        Assert.Equal([Verdict.WrongAnswer, Verdict.Accepted], result.Tests.Select(test => test.Verdict));
    }

    [Theory]
    [InlineData("brainfuck", "language: \"brainfuck\" is not a language of this verifier; there are ")]
    [InlineData("c", "tests: asserts are for python and nodejs, not for c")]
    public async Task What_cannot_be_judged_is_refused_by_name(string language, string refusal)
    {
        var check = new CodeCheck(language, "", new AssertTests("assert f() == 1"));
        Assert.StartsWith(refusal, shared.Grader.Refusal(check), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => shared.JudgeAsync(check));
        Assert.StartsWith("tests: there are no cases", shared.Grader.Refusal(new CodeCheck("c", "", new StdioTests([]))), StringComparison.Ordinal);
        Assert.StartsWith("system: \"isabelle\" is no proof system", shared.Grader.Refusal(new ProofCheck("isabelle", "", "")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_goes_away_ends_the_run()
    {
        using var gone = new CancellationTokenSource();
        var judging = shared.Grader.JudgeAsync(Check("while True: pass"), SharedGrader.Limits, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
    }

    private static CodeCheck Check(string code) => new("python", code, new StdioTests(Doubles));
}
