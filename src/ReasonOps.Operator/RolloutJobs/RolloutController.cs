using System.Collections.Concurrent;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.RolloutJobs.Desired;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.RolloutJobs.Status;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs;

/// <summary>A job's pass. While it runs it looks at its workers' figures again every few seconds.</summary>
public sealed class RolloutController(
    RolloutObserver observer, ChildrenWriter children, StatusWriter writer, IEventRecorder events, WorkloadOptions options, RolloutPace pace, TimeProvider time)
    : OwnerController<V1Alpha1RolloutJob, RolloutPlan, RolloutJobStatus>(
        OwnerKind.Rollout, children, writer, events, time, OperatorJson.Default.RolloutJobStatus)
{
    private readonly ConcurrentDictionary<OwnerKey, (string Uid, DateTimeOffset At)> _toldAt = [];

    protected override TimeSpan? Period(RolloutPlan? plan) => plan?.NextLook;

    protected override async Task<Begun<RolloutPlan>> BeginAsync(V1Alpha1RolloutJob entity, CancellationToken cancellation)
    {
        var read = ManifestReader.ReadJob(MetadataOf(entity), entity.Spec);
        var world = await observer.ObserveAsync(entity, cancellation);
        if (read.Jobs is not [var job]) return new(null, read.Errors, world.Observed);
        var plan = RolloutPlanner.Plan(job, entity.Metadata, world, options, Last(entity), pace, Time.GetUtcNow());
        return new(plan with { Remarks = [.. plan.Remarks, .. NotServed(read)] }, [], world.Observed);
    }

    protected override IReadOnlyList<DesiredObject> Desired(RolloutPlan plan) => RolloutObjects.Of(plan);

    /// <summary>A status that says the same but for figures is told no more often than once a look.</summary>
    protected override RolloutJobStatus StatusOf(StatusInput<RolloutPlan, RolloutJobStatus> input)
    {
        var status = RolloutStatus.Of(input);
        var key = new OwnerKey(OwnerKind.Rollout, new(input.Owner.Namespace, input.Owner.Name!));
        var told = _toldAt.GetValueOrDefault(key);
        if (input.Last is { } last && SaysTheSame(last, status) && told.Uid == input.Owner.Uid && input.Now - told.At < pace.Look * 0.9) return last;
        _toldAt[key] = (input.Owner.Uid!, input.Now);
        return status;
    }

    protected override void Forget(OwnerKey owner)
    {
        observer.Forget(owner);
        _toldAt.TryRemove(owner, out _);
    }

    private static bool SaysTheSame(RolloutJobStatus last, RolloutJobStatus status) =>
        last.Phase == status.Phase && last.ObservedGeneration == status.ObservedGeneration && last.Output?.Sha256 == status.Output?.Sha256
        && (last.Conditions ?? []).Select(each => (each.Type, each.Status, each.Reason)).SequenceEqual((status.Conditions ?? []).Select(each => (each.Type, each.Status, each.Reason)));
}
