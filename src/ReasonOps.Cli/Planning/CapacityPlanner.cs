using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Planning;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Operator.VerifierPools.Plan;

namespace ReasonOps.Cli.Planning;

/// <summary>A service of a manifest -> what it holds, how fast it is, what it costs, and what will not go.</summary>
internal sealed class CapacityPlanner
{
    private readonly ReasoningService _service;
    private readonly VerifierPool? _pool;
    private readonly Assumptions _assumed;
    private readonly Replica? _replica;
    private readonly TenantPlans _tenants;

    private CapacityPlanner(ReasoningService service, VerifierPool? pool, Assumptions assumed)
    {
        (_service, _pool, _assumed) = (service, pool, assumed);
        _replica = ReplicaOf(Spec, assumed.Efficiency);
        _tenants = new(_replica, Spec.TokensThatFit(), assumed);
    }

    private ReasoningServiceSpec Spec => _service.Spec;

    private bool HasSpeed => _replica is { Speed.Device: { Bandwidth: > 0, Flops: > 0 } };

    /// <param name="service">Valid and defaulted.</param>
    /// <param name="pool">That it names; null where it names none, or one that is not in the manifest.</param>
    /// <param name="assumed">What the manifest does not say.</param>
    public static CapacityPlan Plan(ReasoningService service, VerifierPool? pool, Assumptions assumed) => new CapacityPlanner(service, pool, assumed).Plan();

    private CapacityPlan Plan()
    {
        var tenants = Spec.Tenants.Select(_tenants.Of).ToArray();
        var load = Load(tenants);
        var replicas = load?.Replicas ?? EngineReplicas.Of(Spec).Wanted;
        return new(
            _service.Metadata.Name, Spec.Model.Name, $"{Spec.Engine!.Runtime}".ToLowerInvariant(),
            Spec.Engine.Accelerator is { } accelerator ? $"{accelerator.PerReplica} x {accelerator.Device()?.Name}" : null, _assumed,
            Replica(), tenants, HasSpeed ? [.. LengthPlans.Of(_replica!, _assumed)] : [], load, Verifiers(replicas),
            [.. PlanRemarks.Unknown(Spec, _replica)], [.. new PlanRemarks(Spec, _replica, _tenants, _assumed).Warnings(tenants, load)]);
    }

    private static Replica? ReplicaOf(ReasoningServiceSpec spec, double efficiency)
    {
        if (spec.Engine!.Endpoints is { Count: > 0 } || spec.MemoryInService() is not { } memory) return null;
        return new(memory, new(memory.Model, memory.Device, memory.Devices, efficiency) { Copies = memory.Copies }, spec.Autoscaling?.KeyValueOccupancy ?? 0.8);
    }

    private ReplicaPlan Replica() => _replica is { Memory: var memory }
        ? new(memory.Total, memory.Model.WeightBytes, memory.Activations, memory.Model.KeyValueBytesPerToken, memory.Copies, memory.Free, memory.Tokens)
        : ReplicaPlan.Unknown with { KeyValueBytesPerToken = Spec.Model.Dimensions()?.KeyValueBytesPerToken, WeightBytes = Spec.Model.Dimensions()?.WeightBytes, Tokens = Spec.TokensThatFit() };

    private LoadPlan? Load(IReadOnlyList<TenantPlan> tenants)
    {
        if (_assumed.RequestsPerSecond is not { } rate || tenants.Any(each => each.AcceleratorSeconds is null)) return null;
        var (each, shares) = (_replica!.Memory.Devices, (double)Spec.Tenants.Sum(tenant => (long)tenant.Share!.Value));
        var busy = tenants.Zip(Spec.Tenants).Sum(pair => rate * pair.Second.Share!.Value / shares * pair.First.AcceleratorSeconds!.Value);
        var replicas = (int)Math.Min(1_000_000, Math.Max(Spec.Autoscaling?.MinReplicas ?? 1, Math.Ceiling(busy / each)));
        return new(rate, replicas, replicas * each, replicas * each * _assumed.AcceleratorPricePerHour);
    }

    private VerifierPlan? Verifiers(int replicas)
    {
        if (Spec.Verification is null) return null;
        var accelerators = Spec.Engine!.Accelerator is { } device ? replicas * device.PerReplica!.Value : 0;
        var ratio = _pool?.Spec.Sizing?.Ratio is { } said ? PlannedSize.RatioOf(said) : Spec.Engine.Accelerator?.Preset switch
        {
            "GB200-NVL72" => CpuRatio.Gb200Nvl72,
            "Trainium2" => CpuRatio.Trainium2,
            _ => CpuRatio.Hgx,
        };
        var workers = _pool?.Spec.Workers ?? 4;
        var verifiers = Math.Max(_pool?.Spec.Sizing?.MinReplicas ?? 1, ratio.ReplicasFor(accelerators, workers));
        return new(_pool?.Metadata.Name, $"{ratio}", accelerators, verifiers * workers, verifiers);
    }
}
