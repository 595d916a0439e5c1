using ReasonOps.Api.Quantities;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Defaulting;

/// <summary>
/// Fills in what a pool leaves out. After it, the limits, the mode of isolation, the sizing with its ratio, workers and queue are never null; replicas
/// by hand, keys, an image and monitoring stay absent. A valid pool stays valid, and doing it twice changes nothing.
/// </summary>
public static class PoolDefaults
{
    public const int Workers = 4;
    public const int Queue = 256;

    public static VerifierPool Apply(VerifierPool pool) => pool with { Spec = Apply(pool.Spec) };

    private static VerifierPoolSpec Apply(VerifierPoolSpec spec) => spec with
    {
        Isolation = spec.Isolation with { Mode = spec.Isolation.Mode ?? (spec.Isolation.RuntimeClassName is null ? null : IsolationMode.RuntimeClass) },
        Limits = Limits(spec.Limits ?? new()),
        Sizing = Sizing(spec.Sizing ?? new() { MaxReplicas = 1 }),
        Workers = spec.Workers ?? Workers,
        Queue = spec.Queue ?? Queue,
        PodTemplate = PodTemplateDefaults.Apply(spec.PodTemplate),
        Monitoring = spec.Monitoring is { } monitoring ? monitoring with { PodMonitor = monitoring.PodMonitor ?? false } : null,
    };

    private static LimitsSpec Limits(LimitsSpec limits) => new()
    {
        Cpu = limits.Cpu ?? Duration.FromSeconds(10),
        Wall = limits.Wall ?? Duration.FromSeconds(20),
        Memory = limits.Memory ?? Mebibytes(512),
        Processes = limits.Processes ?? 64,
        Output = limits.Output ?? Mebibytes(1),
        Files = limits.Files ?? Mebibytes(16),
        Network = limits.Network ?? NetworkAccess.None,
    };

    private static SizingSpec Sizing(SizingSpec sizing) => sizing with
    {
        MinReplicas = sizing.MinReplicas ?? 1,
        Ratio = sizing.Ratio switch
        {
            null => new() { Preset = RatioPreset.Hgx },
            { Preset: null } own => own with { Cpus = own.Cpus ?? 1 },
            var preset => preset,
        },
    };

    private static Quantity Mebibytes(int count) => new((decimal)count * (1 << 20));
}
