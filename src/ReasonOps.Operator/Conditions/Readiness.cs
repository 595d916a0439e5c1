namespace ReasonOps.Operator.Conditions;

/// <summary><c>Ready</c> and <c>Accepted</c>: whether what stands does what was asked of it, and whether what was asked makes sense.</summary>
internal static class Readiness
{
    public static Verdict Accepted(StatusInput input) => !input.IsValid
        ? Verdict.No(Reasons.Invalid, Words.List(input.Errors))
        : Verdict.Yes(Reasons.Accepted, input.Remarks.Count == 0 ? "the spec is valid" : Words.List([.. input.Remarks.Select(remark => remark.Message)]));

    /// <param name="input">Of the pass.</param>
    /// <param name="answers">What is said when every part is available.</param>
    /// <param name="parts">Each with the reason that is given when it is the first that is not.</param>
    public static Verdict Of(StatusInput input, Func<Verdict> answers, params IReadOnlyList<(Verdict Part, string Unavailable)> parts)
    {
        if (input.Troubles.Concat(input.Remarks).Where(remark => remark.Blocks).ToArray() is { Length: > 0 } remarks)
            return Verdict.No(remarks[0].Reason, Words.List([.. remarks.Select(remark => remark.Message)]));
        var missing = parts.Where(each => !each.Part.Holds).ToArray();
        if (missing.Length == 0)
        {
            var said = answers();
            return said with { Message = Words.Join(said.Message, Note(input)) };
        }
        var reason = missing.Any(each => each.Part.Reason == Reasons.NotCreated) ? NotMadeFor(input) : null;
        return Verdict.No(reason ?? missing[0].Unavailable, Words.Join([.. missing.Select(each => each.Part.Message), Note(input)]));
    }

    /// <summary>Why a part was never made, where that is known.</summary>
    private static string? NotMadeFor(StatusInput input) =>
        !input.IsValid ? Reasons.Invalid
        : input.Paused ? Reasons.Paused
        : input.Troubles is [{ } first, ..] ? first.Reason
        : null;

    /// <summary>What a reader of this one condition should know of the others.</summary>
    private static string? Note(StatusInput input) =>
        !input.IsValid ? "the spec is not valid, so what ran before is left as it is"
        : input.Paused ? "paused"
        : null;
}
