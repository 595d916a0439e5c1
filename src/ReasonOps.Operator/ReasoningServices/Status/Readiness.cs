using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary><c>Ready</c> and <c>Accepted</c>: whether the endpoint does what was asked of it, and whether what was asked makes sense.</summary>
internal static class Readiness
{
    public static Verdict Accepted(StatusInput input)
    {
        if (input.Plan is null) return Verdict.No(Reasons.Invalid, Words.List(input.Errors));
        var remarks = input.Plan.Remarks.Select(remark => remark.Message).ToArray();
        return Verdict.Yes(Reasons.Accepted, remarks.Length == 0 ? "the spec is valid" : Words.List(remarks));
    }

    public static Verdict Of(StatusInput input, Verdict engines, Verdict gateway)
    {
        if (Blocking(input) is { Length: > 0 } remarks)
            return Verdict.No(remarks[0].Reason, Words.List([.. remarks.Select(remark => remark.Message)]));
        var missing = new[] { engines, gateway }.Where(part => !part.Holds).ToArray();
        if (missing.Length == 0) return Answers(input, engines, gateway);
        var reason = missing.Any(part => part.Reason == Reasons.NotCreated) ? NotMadeFor(input) : null;
        return Verdict.No(reason ?? (engines.Holds ? Reasons.GatewayUnavailable : Reasons.EnginesUnavailable),
            Words.Join([.. missing.Select(part => part.Message), Note(input)]));
    }

    private static Verdict Answers(StatusInput input, Verdict engines, Verdict gateway) => engines.Reason == Reasons.ScaledToZero
        ? Verdict.Yes(Reasons.ScaledToZero, Words.Join("no engine runs, on purpose: questions are refused until it is scaled up", Note(input)))
        : Verdict.Yes(Reasons.Serving, Words.Join(engines.Message, gateway.Message, Note(input)));

    private static Remark[] Blocking(StatusInput input) =>
        [.. input.Troubles.Concat(input.Plan?.Remarks ?? []).Where(remark => remark.Blocks)];

    /// <summary>Why a part was never made, where that is known.</summary>
    private static string? NotMadeFor(StatusInput input) =>
        input.Plan is null ? Reasons.Invalid
        : input.Paused ? Reasons.Paused
        : input.Troubles is [{ } first, ..] ? first.Reason
        : null;

    /// <summary>What a reader of this one condition should know of the others.</summary>
    private static string? Note(StatusInput input) =>
        input.Plan is null ? "the spec is not valid, so what ran before is left as it is"
        : input.Paused ? "paused"
        : null;
}
