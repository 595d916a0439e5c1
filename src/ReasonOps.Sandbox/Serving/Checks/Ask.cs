using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>A check as it was asked for.</summary>
/// <param name="Kind">As on the wire: <c>math</c>, <c>exact</c>, <c>code</c>, <c>proof</c>.</param>
/// <param name="Language">Of its program or proof; empty without one.</param>
/// <param name="Id">Given back with the result.</param>
internal sealed record Ask(Check Check, string Kind, string Language, RunLimits Limits, string? Id)
{
    public bool NeedsSandbox => Check is CodeCheck or ProofCheck;
}
