namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary><c>EnginesAvailable</c> and <c>GatewayAvailable</c>: whether at least one of them answers. An update under way is not told here.</summary>
internal static class Availability
{
    /// <param name="engines">Null where there is no workload.</param>
    /// <param name="known">What was said last; where the spec cannot be read, engines that run elsewhere are known by it alone.</param>
    public static Verdict Engines(StatusInput input, Workload? engines, Verdict? known)
    {
        if (input.Plan is { StartsEngines: false } plan)
            return Verdict.Yes(Reasons.External, $"{Words.Count(plan.Service.Spec.Engine!.Endpoints!.Count, "engine")} of spec.engine.endpoints, which the gateways look after");
        if (input.Plan is null && engines is null && known?.Reason == Reasons.External)
            return known;
        return Wanted(input, engines) == 0
            ? Verdict.Yes(Reasons.ScaledToZero, "no engine is wanted (spec.replicas is 0)")
            : Of(engines, "engine", Wanted(input, engines));
    }

    public static Verdict Gateway(StatusInput input, Workload? gateway) =>
        Of(gateway, "gateway", gateway?.Wanted ?? input.Plan?.Service.Spec.Gateway?.Replicas ?? 1);

    /// <summary>What was planned; of a service that is paused or cannot be read, what was last applied.</summary>
    public static int Wanted(StatusInput input, Workload? engines) => input.Plan is { } plan && (!input.Paused || engines is null)
        ? plan.EngineReplicas
        : engines?.Wanted ?? 1;

    private static Verdict Of(Workload? workload, string noun, int wanted)
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
