using System.Text;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading.Proofs;

/// <summary>
/// Coq. The statement is compiled by itself; the proof is compiled in a second box, and only its compiled module leaves that;
/// in a third, a file that neither saw gives the proof the statement's type, and Coq's independent checker goes over both
/// modules anew and tells what they rest on. A proof may rest on nothing that the statement's own preamble does not.
/// </summary>
internal sealed class CoqGrader(ISandbox sandbox, string compiler, string checker)
{
    public const string PreambleModule = "ReasonopsPreamble";
    private const string Statement = "ReasonopsStatement";
    private const string Answer = "ReasonopsAnswer";
    private const string Checked = "ReasonopsChecked";

    public async Task<CheckResult> JudgeAsync(ProofCheck check, RunLimits limits, CancellationToken cancellation)
    {
        var proof = CoqRules.Bare(check.Proof);
        if (CoqRules.Refusal(proof) is { } refusal) return new CheckResult(Verdict.WrongAnswer, refusal);
        var preamble = CoqRules.Read(check.Preamble);
        var steps = new List<StepOutcome>();

        var stated = await RunAsync(StatementRun(check, preamble, limits), steps, cancellation);
        if (Failure(stated) is { } unfit) return With(steps, Verdict.InternalError, $"statement or preamble: {Verdicts.Message(unfit)}");
        var proved = await RunAsync(ProofRun(check, proof, preamble, stated.Files, limits), steps, cancellation);
        if (Failure(proved) is { } wrong) return With(steps, OfProof(wrong), Verdicts.Message(wrong));
        var verified = await RunAsync(CheckRun([.. stated.Files, .. proved.Files], limits), steps, cancellation);
        if (Failure(verified) is { } unproved) return With(steps, OfCheck(unproved), $"not a proof of the statement: {Verdicts.Message(unproved)}");
        return await RestsAsync(verified, stated.Files, limits, steps, cancellation);
    }

    /// <summary>What the proof rests on beyond what the statement does.</summary>
    private async Task<CheckResult> RestsAsync(
        RunOutcome verified, IReadOnlyList<BoxFile> stated, RunLimits limits, List<StepOutcome> steps, CancellationToken cancellation)
    {
        if (Context(verified) is not { } context) return With(steps, Verdict.WrongAnswer, "Coq's checker does not confirm the proof");
        if (context.Assumptions.Count == 0) return With(steps, Verdict.Accepted);
        var alone = await RunAsync(Box(stated, [Step(checker, ["-silent", "-o", "-norec", Statement], limits)]), steps, cancellation);
        if (Context(alone) is not { } own) return With(steps, Verdict.InternalError, "Coq's checker does not confirm the statement");
        return context.Beyond(own).FirstOrDefault() is { } beyond
            ? With(steps, Verdict.WrongAnswer, $"the proof rests on what is not proved: {beyond}")
            : With(steps, Verdict.Accepted);
    }

    private RunRequest StatementRun(ProofCheck check, CoqRules.Preamble preamble, RunLimits limits)
    {
        var modules = preamble.Defines ? (string[])[PreambleModule, Statement] : [Statement];
        return Box(
            [Source(PreambleModule, preamble.Text), Source(Statement, $"{preamble.Header}Definition reasonops_statement : Type :=\n{check.Statement.Trim().TrimEnd('.')}\n.\n")],
            [.. modules.Select(module => Compile(module, limits))]) with { Collect = [.. modules.Select(module => $"{module}.vo")] };
    }

    private RunRequest ProofRun(ProofCheck check, string proof, CoqRules.Preamble preamble, IReadOnlyList<BoxFile> stated, RunLimits limits) =>
        Box(
            [.. stated, Source(Answer, $"{preamble.Header}Theorem reasonops_answer :\n{check.Statement.Trim().TrimEnd('.')}\n.\nProof.\n{proof}\nQed.\n")],
            [Compile(Answer, limits)]) with { Collect = [$"{Answer}.vo"] };

    private RunRequest CheckRun(IReadOnlyList<BoxFile> modules, RunLimits limits) => Box(
        [.. modules, Source(Checked, $"Require {Statement}.\nRequire {Answer}.\nDefinition reasonops_checked : {Statement}.reasonops_statement := {Answer}.reasonops_answer.\n")],
        [Compile(Checked, limits), Step(checker, ["-silent", "-o", "-norec", Answer, "-norec", Checked], limits)]);

    private static RunRequest Box(IReadOnlyList<BoxFile> files, IReadOnlyList<RunStep> steps) => new() { Files = files, Steps = steps };

    private RunStep Compile(string module, RunLimits limits) => Step(compiler, ["-q", "-noglob", $"{module}.v"], limits);

    private static RunStep Step(string program, string[] arguments, RunLimits limits) => new() { Command = [program, "-Q", ".", "", .. arguments], Limits = limits };

    private static BoxFile Source(string module, string text) => new($"{module}.v", Encoding.UTF8.GetBytes(text));

    private async Task<RunOutcome> RunAsync(RunRequest request, List<StepOutcome> steps, CancellationToken cancellation)
    {
        var outcome = await sandbox.RunAsync(request, cancellation);
        steps.AddRange(outcome.Steps);
        return outcome;
    }

    /// <summary>The checker speaks on standard error.</summary>
    private static CoqContext? Context(RunOutcome run) => Failure(run) is null ? CoqContext.Read(Encoding.UTF8.GetString(run.Steps[^1].Error.Span)) : null;

    private static StepOutcome? Failure(RunOutcome run) => run.Steps.FirstOrDefault(step => step is not { Ending: Ending.Exited, Code: 0 });

    private static Verdict OfProof(StepOutcome step) => Verdicts.OfRun(step) is { } verdict and not Verdict.RuntimeError ? verdict
        : Encoding.UTF8.GetString(step.Error.Span).Contains("Syntax error", StringComparison.Ordinal) ? Verdict.CompileError
        : Verdict.WrongAnswer;

    private static Verdict OfCheck(StepOutcome step) => Verdicts.OfRun(step) is { } verdict and not Verdict.RuntimeError ? verdict : Verdict.WrongAnswer;

    private static CheckResult With(IReadOnlyList<StepOutcome> steps, Verdict verdict, string message = "") =>
        new(verdict, message) { Cost = Verdicts.Cost(steps) };
}
