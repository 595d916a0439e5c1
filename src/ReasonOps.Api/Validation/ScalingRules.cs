using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>Replicas, and the other objects a service names.</summary>
internal static class ScalingRules
{
    public const int MostReplicas = 1000;
    private static readonly TimeSpan LongestStabilization = TimeSpan.FromHours(24);

    public static void Check(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective)
    {
        Replicas(spec["replicas"], declared.Replicas, declared.Engine?.Endpoints is not null);
        if (declared.Autoscaling is { } scaling)
            Autoscaling(spec["autoscaling"], scaling, effective);
        spec["gateway"]["replicas"].Within(declared.Gateway?.Replicas, 1, MostReplicas);
        spec["verification"]["poolRef"]["name"].Label(declared.Verification?.PoolRef.Name);
        if (declared.Scoring?.Outcome is { } outcome)
            ModelRules.Uri(spec["scoring"]["outcome"]["uri"], outcome.Uri);
        if (declared.Scoring?.Process is { } process)
            ModelRules.Uri(spec["scoring"]["process"]["uri"], process.Uri);
    }

    private static void Replicas(Field at, int? replicas, bool fronted)
    {
        // A server fills in 1 where nobody said a number.
        if (fronted && replicas is not (null or 1))
            at.Error("cannot be set beside engine.endpoints: engines that already run are not scaled; take it away", "spec.engine.endpoints");
        else
            at.Within(replicas, 0, MostReplicas);
    }

    private static void Autoscaling(Field at, AutoscalingSpec own, ReasoningServiceSpec effective)
    {
        if (effective.Engine!.Endpoints is { Count: > 0 })
        {
            at.Error("cannot be set beside engine.endpoints: engines that already run are not scaled", "spec.engine.endpoints");
            return;
        }
        at["minReplicas"].Within(own.MinReplicas, 1, MostReplicas);
        at["maxReplicas"].Within(own.MaxReplicas, 1, MostReplicas);
        if (own.MaxReplicas >= 1 && own.MaxReplicas < own.MinReplicas)
            at["maxReplicas"].Error($"{own.MaxReplicas} is below minReplicas {own.MinReplicas}; "
                + $"raise maxReplicas to {own.MinReplicas} or lower minReplicas", at["minReplicas"].Path);
        if (own.KeyValueOccupancy is { } occupancy && !(occupancy > 0 && occupancy <= 1))
            at["keyValueOccupancy"].Error($"{Rules.Text(occupancy)} is not above 0 and at most 1; 0.80 is usual");
        at["scaleDown"]["stabilization"].Within(own.ScaleDown?.Stabilization, LongestStabilization, zero: true);
        Accelerators(at, own, effective);
    }

    private static void Accelerators(Field at, AutoscalingSpec own, ReasoningServiceSpec effective)
    {
        at["acceleratorBudget"].AtLeast(own.AcceleratorBudget, 1);
        var replicas = (long)effective.Autoscaling!.MinReplicas!.Value;
        var each = effective.Engine!.Accelerator?.PerReplica ?? 0;
        if (own.AcceleratorBudget >= 1 && replicas > 0 && each > 0 && own.AcceleratorBudget < replicas * each)
            at["acceleratorBudget"].Error($"{own.AcceleratorBudget} is below the {replicas * each} that minReplicas {replicas} x perReplica {each} need; "
                + "raise it or lower these",
                at["minReplicas"].Path, "spec.engine.accelerator.perReplica");
    }
}
