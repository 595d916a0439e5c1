using System.Text.Json;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading;

/// <summary>
/// Tests in the program's language, run by a judge in a box of its own. The program's functions are called over a stream that
/// carries plain data; the verdict is what the judge writes to its own standard output.
/// </summary>
internal sealed class AssertGrader(ISandbox sandbox)
{
    public static bool Judges(Language language) => JudgeScripts.For(language) is not null;

    public async Task<CheckResult> JudgeAsync(Language language, string code, AssertTests tests, RunLimits limits, CancellationToken cancellation)
    {
        var scripts = JudgeScripts.For(language)!;
        var outcome = await sandbox.RunPairAsync(scripts.Program(language, code, limits), scripts.Judge(language, tests, limits), cancellation);
        var (program, judge) = (outcome.Program.Steps[^1], outcome.Judge.Steps[^1]);
        return Result(program, judge) with { Cost = Cost(program, judge) };
    }

    /// <summary>The judge's word counts; where the program left it without one, how the program ended.</summary>
    internal static CheckResult Result(StepOutcome program, StepOutcome judge)
    {
        if (program.Ending == Ending.SecurityViolation) return new CheckResult(Verdict.SecurityViolation, Verdicts.Message(program));
        if (Said(judge) is not { } said)
        {
            return Verdicts.OfRun(judge) is Verdict.RuntimeError or null
                ? new CheckResult(Verdict.InternalError, $"the judge gave no verdict: {Verdicts.Message(judge)}")
                : new CheckResult(Verdicts.OfRun(judge)!.Value, $"while the tests ran: {Verdicts.Message(judge)}");
        }
        return said.Verdict switch
        {
            "Accepted" => new CheckResult(Verdict.Accepted),
            "WrongAnswer" => new CheckResult(Verdict.WrongAnswer, said.Message),
            "RuntimeError" => new CheckResult(Verdict.RuntimeError, said.Message),
            "CompileError" => new CheckResult(Verdict.CompileError, said.Message),
            "Broken" => Broken(program, said.Message),
            _ => new CheckResult(Verdict.InternalError, $"tests: {said.Message}"),
        };
    }

    private static CheckResult Broken(StepOutcome program, string what) =>
        new(Verdicts.OfRun(program) ?? Verdict.RuntimeError, $"the program {what} before the tests were through: {Verdicts.Message(program)}");

    private static JudgeVerdict? Said(StepOutcome judge)
    {
        if (judge is not { Ending: Ending.Exited, Code: 0 }) return null;
        try
        {
            return JsonSerializer.Deserialize(judge.Output.Span, JudgeJson.Default.JudgeVerdict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Both ran at once.</summary>
    private static CheckCost Cost(StepOutcome program, StepOutcome judge) =>
        Verdicts.Cost([program, judge]) with { Wall = program.Wall > judge.Wall ? program.Wall : judge.Wall };
}
