using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading.Proofs;

/// <summary>Proofs, by the system that they are written for.</summary>
internal sealed class ProofGrader(ISandbox sandbox, LanguageTable languages)
{
    private readonly CoqGrader? _coq = languages.Find("coq") is { } coq
        ? new CoqGrader(sandbox, coq.Run[0], Path.Combine(Path.GetDirectoryName(coq.Run[0])!, "coqchk"))
        : null;

    private readonly LeanGrader? _lean = languages.Find("lean") is { } lean ? new LeanGrader(sandbox, lean.Run[0]) : null;

    /// <summary>Why a system's proofs cannot be checked here; null where they can.</summary>
    public string? Refusal(string system) => system switch
    {
        "coq" when _coq is not null => null,
        "lean" when _lean is not null => null,
        "coq" or "lean" => $"system: {languages.Refusal(system)}",
        _ => $"system: \"{system}\" is no proof system of this verifier; use coq or lean",
    };

    public Task<CheckResult> JudgeAsync(ProofCheck check, RunLimits limits, CancellationToken cancellation) => check.System == "coq"
        ? _coq!.JudgeAsync(check, limits, cancellation)
        : _lean!.JudgeAsync(check, limits, cancellation);
}
