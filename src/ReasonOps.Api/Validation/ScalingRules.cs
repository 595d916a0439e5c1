using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>How many engine replicas, and where they cannot be said.</summary>
internal static class ScalingRules
{
    public const int MostReplicas = 1000;

    public static void Check(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective)
    {
        Replicas(spec["replicas"], declared.Replicas, declared.Engine?.Endpoints is not null);
        if (declared.Autoscaling is { } scaling)
            Autoscaling(spec["autoscaling"], scaling, effective);
    }

    private static void Replicas(Field at, int? replicas, bool fronted)
    {
        // A server fills in 1 where nobody said a number.
        if (fronted && replicas is not (null or 1))
            at.Error("cannot be set beside engine.endpoints: engines that already run are not scaled; take it away", "spec.engine.endpoints");
    }

    private static void Autoscaling(Field at, AutoscalingSpec own, ReasoningServiceSpec effective)
    {
        if (effective.Engine!.Endpoints is { Count: > 0 })
        {
            at.Error("cannot be set beside engine.endpoints: engines that already run are not scaled", "spec.engine.endpoints");
            return;
        }
        if (own.MaxReplicas >= 1 && own.MaxReplicas < own.MinReplicas)
            at["maxReplicas"].Error($"{own.MaxReplicas} is below minReplicas {own.MinReplicas}; "
                + $"raise maxReplicas to {own.MinReplicas} or lower minReplicas", at["minReplicas"].Path);
        Accelerators(at, own, effective);
    }

    private static void Accelerators(Field at, AutoscalingSpec own, ReasoningServiceSpec effective)
    {
        // With none at the least there may still be one.
        var replicas = Math.Max(1L, effective.Autoscaling!.MinReplicas!.Value);
        var each = effective.Engine!.Accelerator?.PerReplica ?? 0;
        if (own.AcceleratorBudget >= 1 && each > 0 && own.AcceleratorBudget < replicas * each)
            at["acceleratorBudget"].Error($"{own.AcceleratorBudget} is below the {replicas * each} that {(effective.Autoscaling.MinReplicas > 0 ? $"minReplicas {replicas}" : "1 replica")} x perReplica {each} need; "
                + "raise it or lower these",
                at["minReplicas"].Path, "spec.engine.accelerator.perReplica");
    }
}
