using System.Collections.Concurrent;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.VerifierPools.Desired;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.VerifierPools.Status;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools;

/// <summary>A pool's pass. It looks at its verifiers' figures again every few seconds.</summary>
public sealed class PoolController(
    PoolObserver observer, ChildrenWriter children, StatusWriter writer, IEventRecorder events, WorkloadOptions options, PoolPace pace, TimeProvider time)
    : OwnerController<V1Alpha1VerifierPool, PoolPlan, VerifierPoolStatus>(
        OwnerKind.Pool, children, writer, events, time, OperatorJson.Default.VerifierPoolStatus)
{
    /// <summary>What was decided last, which caches may not have seen yet.</summary>
    private readonly ConcurrentDictionary<OwnerKey, Decided> _decided = [];

    protected override TimeSpan? Period(PoolPlan? plan) => pace.Look;

    protected override async Task<Begun<PoolPlan>> BeginAsync(V1Alpha1VerifierPool entity, CancellationToken cancellation)
    {
        var read = ManifestReader.ReadPool(MetadataOf(entity), entity.Spec);
        var world = await observer.ObserveAsync(entity, cancellation);
        if (read.Pools is not [var pool]) return new(null, read.Errors, world.Observed);
        var size = PlannedSize.Of(pool.Spec, world, Before(entity, world), pace, Time.GetUtcNow());
        var plan = PoolPlanner.Plan(pool, entity.Metadata, world, options, size);
        return new(plan with { Remarks = [.. plan.Remarks, .. NotServed(read)] }, [], world.Observed);
    }

    protected override IReadOnlyList<DesiredObject> Desired(PoolPlan plan) => PoolObjects.Of(plan);

    protected override VerifierPoolStatus StatusOf(StatusInput<PoolPlan, VerifierPoolStatus> input)
    {
        // What could not be applied was not decided.
        if (input is { Plan: { } plan, Paused: false, Troubles.Count: 0 })
            _decided[new(OwnerKind.Pool, new(input.Owner.Namespace, input.Owner.Name!))] = new(input.Owner.Uid!, plan.Size.Replicas, plan.Size.Trend);
        return PoolStatus.Of(input);
    }

    protected override void Forget(OwnerKey owner)
    {
        observer.Forget(owner);
        _decided.TryRemove(owner, out _);
    }

    private (int? Replicas, PoolTrend Trend) Before(V1Alpha1VerifierPool entity, PoolWorld world) =>
        _decided.TryGetValue(new(OwnerKind.Pool, ObjectKey.Of(entity)), out var decided) && decided.Uid == entity.Metadata.Uid
            ? (decided.Replicas, decided.Trend)
            : (world.Observed.Find("Deployment", new PoolNames(entity.Metadata.Name!).Verifier)?.Root.At("spec", "replicas").Int(), PoolTrend.None);

    private sealed record Decided(string Uid, int Replicas, PoolTrend Trend);
}
