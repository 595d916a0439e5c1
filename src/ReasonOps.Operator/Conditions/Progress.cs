namespace ReasonOps.Operator.Conditions;

/// <summary><c>Progressing</c>: whether what runs is still on its way to what was asked for, and what it waits for.</summary>
internal static class Progress
{
    /// <param name="input">Of the pass.</param>
    /// <param name="parts">What there is of each, what one of it is called, how many are wanted.</param>
    public static Verdict Of(StatusInput input, params IReadOnlyList<(Workload? Workload, string Noun, int Wanted)> parts)
    {
        if (input.Paused)
            return Verdict.No(Reasons.Paused, "nothing is changed while the annotation reasonops.io/paused is \"true\"");
        if (!input.IsValid)
            return Verdict.No(Reasons.Invalid, "nothing is changed until the spec is valid");
        if (input.Troubles is { Count: > 0 } troubles)
            return Troubled(troubles[0].Reason, Words.List([.. troubles.Select(trouble => trouble.Message)]));
        return Slowest(parts) ?? Verdict.No(Reasons.UpToDate, "everything runs as asked");
    }

    /// <summary>What only has to be waited for is progress; what someone must mend is none.</summary>
    private static Verdict Troubled(string reason, string message) =>
        reason == Reasons.PreviousNotGone ? Verdict.Yes(reason, message) : Verdict.No(reason, message);

    private static Verdict? Slowest(IReadOnlyList<(Workload? Workload, string Noun, int Wanted)> parts)
    {
        var said = parts.Where(part => part.Workload is not null).Select(part => Of(part.Workload!, part.Noun, part.Wanted)).OfType<Verdict>().ToArray();
        return said.FirstOrDefault(verdict => !verdict.Holds) ?? (said.Length == 0
            ? null
            : said[0] with { Message = Words.Join([.. said.Select(verdict => verdict.Message)]) });
    }

    private static Verdict? Of(Workload workload, string noun, int wanted)
    {
        var ready = $"{workload.Ready} of {Words.Count(wanted, noun)} ready";
        var older = Math.Max(0, workload.Exists - workload.Updated);
        if (workload.Seen && workload.Updated >= wanted && older == 0 && workload.Exists <= wanted && workload.Ready >= wanted) return null;
        if (workload.Stuck is { } why)
            return Verdict.No(Reasons.Stuck, $"{workload.Kind} {workload.Name}: {why} ({ready})");
        if (older > 0 || (!workload.Seen && workload.Ready >= wanted && workload.Exists == wanted))
            return Verdict.Yes(Reasons.RollingOut, $"{(workload.Seen ? workload.Updated : 0)} of {Words.Count(wanted, noun)} updated, {workload.Ready} ready");
        return workload.Exists > wanted && workload.Ready >= wanted
            ? Verdict.Yes(Reasons.ScalingDown, $"{Words.Count(workload.Exists - wanted, noun)} to go")
            : Verdict.Yes(Reasons.Starting, ready);
    }
}
