using ReasonOps.Sandbox.Grading.Proofs;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading;

/// <summary>Decides whether what was checked is right. Nothing that a program or a proof writes or does is taken for the verdict. Safe for many callers at once.</summary>
public sealed class Grader(ISandbox sandbox, LanguageTable languages)
{
    private readonly StdioGrader _stdio = new(sandbox);
    private readonly AssertGrader _asserts = new(sandbox);
    private readonly ProofGrader _proofs = new(sandbox, languages);

    /// <summary>Why a check cannot be judged here, for whoever asked; null where it can.</summary>
    public string? Refusal(Check check) => check switch
    {
        CodeCheck code when languages.Find(code.Language) is not { } language => $"language: {languages.Refusal(code.Language)}",
        CodeCheck { Tests: StdioTests { Cases.Count: 0 } } => "tests: there are no cases; give at least one",
        CodeCheck { Tests: AssertTests } code when !AssertGrader.Judges(languages.Find(code.Language)!) =>
            $"tests: asserts are for python and nodejs, not for {code.Language}; give cases of standard input and output",
        ProofCheck proof => _proofs.Refusal(proof.System),
        _ => null,
    };

    /// <param name="check">What is to be decided.</param>
    /// <param name="limits">What each run of the program may use: once a case for standard input and output, once for all asserts. A judge's own time is within the wall time.</param>
    /// <param name="cancellation">Kills what runs.</param>
    /// <returns>A result whatever the program does; <see cref="Verdict.InternalError"/> where the sandbox fails or the tests themselves cannot be read.</returns>
    /// <exception cref="ArgumentException">There is a <see cref="Refusal"/>.</exception>
    public async Task<CheckResult> JudgeAsync(Check check, RunLimits limits, CancellationToken cancellation)
    {
        if (Refusal(check) is { } refusal) throw new ArgumentException(refusal, nameof(check));
        try
        {
            return await ResultAsync(check, limits, cancellation);
        }
        catch (SandboxException e)
        {
            return new CheckResult(Verdict.InternalError, e.Message);
        }
    }

    private async Task<CheckResult> ResultAsync(Check check, RunLimits limits, CancellationToken cancellation) => check switch
    {
        MathCheck math => Judging.Judge(math),
        ExactCheck exact => Judging.Judge(exact),
        CodeCheck { Tests: StdioTests tests } code => await _stdio.JudgeAsync(languages.Find(code.Language)!, code.Code, tests, limits, cancellation),
        CodeCheck { Tests: AssertTests tests } code => await _asserts.JudgeAsync(languages.Find(code.Language)!, code.Code, tests, limits, cancellation),
        ProofCheck proof => await _proofs.JudgeAsync(proof, limits, cancellation),
        _ => throw new ArgumentException($"check: {check.GetType().Name} is not judged here", nameof(check)),
    };
}
