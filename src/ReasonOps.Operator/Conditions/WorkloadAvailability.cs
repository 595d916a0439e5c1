namespace ReasonOps.Operator.Conditions;

/// <summary>Whether at least one pod of a workload answers, and what keeps the others. An update under way is not told here.</summary>
internal static class WorkloadAvailability
{
    public static Verdict Of(Workload? workload, string noun, int wanted)
    {
        if (workload is null) return Verdict.No(Reasons.NotCreated, $"the {noun}s are not made yet");
        var count = $"{workload.Ready} of {Words.Count(wanted, noun)} ready";
        var trouble = workload.Ready >= wanted ? null : PodTrouble.Worst(workload.Pods);
        if (workload.Ready > 0)
            return Verdict.Yes(Reasons.Available, Words.Join(count, workload.Ready < wanted ? Refused(workload) ?? trouble?.Message : null));
        return workload.Refused is not null
            ? Verdict.No(Reasons.PodsRefused, Words.Join(count, Refused(workload)))
            : Verdict.No(trouble?.Reason ?? Reasons.PodsStarting, Words.Join(count, trouble?.Message));
    }

    private static string? Refused(Workload workload) => workload.Refused is { } why ? $"a pod may not be made: {why}" : null;
}
