using System.Text;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;
using ReasonOps.Verification.Outputs;

namespace ReasonOps.Sandbox.Grading;

/// <summary>
/// Programs that read standard input and write standard output: compiled once, run once for each case in one box. What is
/// expected is never in the box; a case that crashes does not end the others, a case that reaches a limit does.
/// </summary>
internal sealed class StdioGrader(ISandbox sandbox)
{
    public async Task<CheckResult> JudgeAsync(Language language, string code, StdioTests tests, RunLimits limits, CancellationToken cancellation)
    {
        var inputs = tests.Cases.Select(one => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(one.Input)).ToArray();
        var outcome = await sandbox.RunAsync(MayCrash(language.Program(code, [], inputs, limits), language), cancellation);
        var cost = Verdicts.Cost(outcome.Steps);
        if (language.Compiles && Verdicts.OfCompilation(outcome.Steps[0]) is { } failed)
            return new CheckResult(failed, $"compiling: {Verdicts.Message(outcome.Steps[0])}") { Cost = cost };

        var results = outcome.Steps.Skip(language.Compiles ? 1 : 0).Zip(tests.Cases, (step, one) => Result(step, one, language)).ToArray();
        return Summary(results, tests.Cases) with { Tests = results, Cost = cost };
    }

    private static RunRequest MayCrash(RunRequest request, Language language) =>
        request with { Steps = [.. request.Steps.Select((step, i) => step with { MayFail = !language.Compiles || i > 0 })] };

    private static TestResult Result(StepOutcome step, StdioCase one, Language language) =>
        Verdicts.OfRun(step, language) is { } failed ? new TestResult(failed, Verdicts.Message(step))
        : OutputComparison.Difference(Encoding.UTF8.GetString(step.Output.Span), one.Expected) is { } difference ? new TestResult(Verdict.WrongAnswer, difference)
        : new TestResult(Verdict.Accepted);

    private static CheckResult Summary(TestResult[] results, IReadOnlyList<StdioCase> cases)
    {
        var first = Array.FindIndex(results, result => result.Verdict != Verdict.Accepted);
        if (first >= 0)
            return new CheckResult(results[first].Verdict, $"case {first + 1} of {cases.Count}: {results[first].Message}\ninput: {Excerpt.Of(cases[first].Input)}");
        return results.Length == cases.Count
            ? new CheckResult(Verdict.Accepted)
            : new CheckResult(Verdict.InternalError, $"{results.Length} of {cases.Count} cases were run");
    }
}
