using System.Text;
using System.Text.RegularExpressions;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading.Proofs;

/// <summary>
/// Lean 4. The statement and the proof are compiled in boxes of their own; a third file gives the proof the statement's type and
/// asks what it rests on. Lean's modules can bring syntax of their own along, so commands are refused by name before anything is run.
/// </summary>
internal sealed partial class LeanGrader(ISandbox sandbox, string lean)
{
    private const string Statement = "ReasonopsStatement";
    private const string Answer = "ReasonopsAnswer";
    private const string Checked = "ReasonopsChecked";

    public async Task<CheckResult> JudgeAsync(ProofCheck check, RunLimits limits, CancellationToken cancellation)
    {
        if (Forbidden().Match(check.Proof) is { Success: true } found) return new CheckResult(Verdict.WrongAnswer, $"a proof may not use \"{found.Value.Trim()}\"");
        var (imports, definitions) = Split(check.Preamble);
        var stated = await sandbox.RunAsync(Compile(Statement, $"{imports}\n{definitions}\ndef reasonopsStatement : Prop :=\n  {check.Statement}\n", [], limits), cancellation);
        if (Failure(stated) is { } unfit) return With([stated], Verdict.InternalError, $"statement or preamble: {Message(unfit)}");
        var proved = await sandbox.RunAsync(
            Compile(Answer, $"{imports}\nimport {Statement}\ntheorem reasonopsAnswer : {check.Statement} :=\n{check.Proof}\n", stated.Files, limits), cancellation);
        if (Failure(proved) is { } wrong) return With([stated, proved], OfProof(wrong), Message(wrong));
        var verified = await sandbox.RunAsync(
            Compile(Checked, $"import {Statement}\nimport {Answer}\ntheorem reasonopsChecked : reasonopsStatement := reasonopsAnswer\n#print axioms reasonopsChecked\n", [.. stated.Files, .. proved.Files], limits),
            cancellation);
        return Failure(verified) is { } unproved
            ? With([stated, proved, verified], OfProof(unproved), $"not a proof of the statement: {Message(unproved)}")
            : Rests(verified) with { Cost = Verdicts.Cost([.. stated.Steps, .. proved.Steps, .. verified.Steps]) };
    }

    /// <summary>The axioms that Lean's own library is built on are allowed, and no others.</summary>
    internal static CheckResult Rests(RunOutcome verified)
    {
        var said = Encoding.UTF8.GetString(verified.Steps[^1].Output.Span);
        if (said.Contains("'reasonopsChecked' does not depend on any axioms", StringComparison.Ordinal)) return new CheckResult(Verdict.Accepted);
        var axioms = Axioms().Match(said);
        if (!axioms.Success) return new CheckResult(Verdict.WrongAnswer, "Lean does not say what the proof rests on");
        var beyond = axioms.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(axiom => axiom is not ("propext" or "Classical.choice" or "Quot.sound"));
        return beyond is null ? new CheckResult(Verdict.Accepted) : new CheckResult(Verdict.WrongAnswer, $"the proof rests on what is not proved: {beyond}");
    }

    private RunRequest Compile(string module, string text, IReadOnlyList<BoxFile> modules, RunLimits limits) => new()
    {
        Files = [.. modules, new BoxFile($"{module}.lean", Encoding.UTF8.GetBytes(text))],
        Steps = [new RunStep { Command = [lean, "-o", $"{module}.olean", $"{module}.lean"], Environment = new Dictionary<string, string> { ["LEAN_PATH"] = "." }, Limits = limits }],
        Collect = [$"{module}.olean"],
    };

    private static (string Imports, string Definitions) Split(string preamble)
    {
        var lines = preamble.Split('\n');
        return (string.Join('\n', lines.Where(IsImport)), string.Join('\n', lines.Where(line => !IsImport(line))));
    }

    private static bool IsImport(string line) => line.TrimStart().StartsWith("import ", StringComparison.Ordinal);

    private static StepOutcome? Failure(RunOutcome run) => run.Steps.FirstOrDefault(step => step is not { Ending: Ending.Exited, Code: 0 });

    private static string Message(StepOutcome step) => $"{Verdicts.Message(step)}\n{Excerpt.EndOf(step.Output)}".Trim();

    private static Verdict OfProof(StepOutcome step) => Verdicts.OfRun(step) is { } verdict and not Verdict.RuntimeError ? verdict : Verdict.WrongAnswer;

    private static CheckResult With(IEnumerable<RunOutcome> runs, Verdict verdict, string message) =>
        new(verdict, message) { Cost = Verdicts.Cost(runs.SelectMany(run => run.Steps)) };

    [GeneratedRegex(
        @"\b(?:sorry|admit|native_decide|implemented_by|extern|unsafe|run_cmd|run_tac|run_elab|initialize|builtin_initialize|set_option|elab|elab_rules|macro|macro_rules|syntax|notation|infix|infixl|infixr|prefix|postfix|declare_syntax_cat|sorryAx|ofReduceBool|ofReduceNat)\b" +
        @"|#[a-z]+|@\[|^[ \t]*(?:axiom|theorem|lemma|def|abbrev|instance|opaque|constant|example|inductive|structure|class|namespace|section|end|open|import|export|universe|variable|attribute|mutual|private|protected|noncomputable|local|scoped)\b",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"'reasonopsChecked' depends on axioms: \[([^\]]{0,10000})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Axioms();
}
