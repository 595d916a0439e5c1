using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Operator.VerifierPools.Observe;

namespace ReasonOps.Operator.VerifierPools.Plan;

/// <summary>How many verifiers a pool is to have, and why.</summary>
/// <param name="Replicas">From now on.</param>
/// <param name="From">Before; null for a pool that has none yet.</param>
/// <param name="Floor">What the accelerators ask for, before the bounds.</param>
/// <param name="Reason">For people.</param>
/// <param name="Trend">For the next pass.</param>
public sealed record PlannedSize(int Replicas, int? From, CpuRatio Ratio, int Floor, string Reason, PoolTrend Trend)
{
    /// <param name="spec">Valid and defaulted.</param>
    /// <param name="world">Around the pool.</param>
    /// <param name="before">Replicas that were wanted last, and the trend.</param>
    /// <param name="pace">Of the pool.</param>
    /// <param name="now">Of this pass.</param>
    public static PlannedSize Of(VerifierPoolSpec spec, PoolWorld world, (int? Replicas, PoolTrend Trend) before, PoolPace pace, DateTimeOffset now)
    {
        var (sizing, ratio) = (spec.Sizing!, RatioOf(spec.Sizing!.Ratio!));
        var floor = ratio.ReplicasFor(world.Consumers.Sum(consumer => consumer.Accelerators), spec.Workers!.Value);
        if (spec.Replicas is { } said)
            return new(ByHand(said, sizing), before.Replicas, ratio, floor, $"spec.replicas is {said}", PoolTrend.None);
        var law = new PoolLaw(sizing.MinReplicas!.Value, sizing.MaxReplicas, spec.Workers.Value, pace.Stable, pace.Pause);
        var decision = PoolSizing.Decide(law, before.Replicas, floor, world.Load, before.Trend, now);
        return new(decision.Replicas, before.Replicas, ratio, floor, decision.Reason, decision.Trend);
    }

    /// <summary>0 stays 0.</summary>
    private static int ByHand(int said, SizingSpec sizing) => said == 0 ? 0 : Math.Clamp(said, sizing.MinReplicas!.Value, sizing.MaxReplicas);

    /// <summary>A preset's ratio, or figures of one's own.</summary>
    public static CpuRatio RatioOf(RatioSpec spec)
    {
        var ratio = spec.Preset switch
        {
            RatioPreset.Hgx => CpuRatio.Hgx,
            RatioPreset.Gb200Nvl72 => CpuRatio.Gb200Nvl72,
            RatioPreset.Trainium2 => CpuRatio.Trainium2,
            _ => new(spec.Cpus!.Value, spec.Accelerators!.Value, spec.CoresPerCpu!.Value),
        };
        return spec.CoresPerCpu is { } cores ? ratio with { CoresPerCpu = cores } : ratio;
    }
}
