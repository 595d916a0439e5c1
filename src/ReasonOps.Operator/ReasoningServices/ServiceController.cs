using System.Collections.Concurrent;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.ReasoningServices.Status;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>A service's pass. Of one that is scaled it looks at the figures of engines and gateways again every few seconds.</summary>
public sealed class ServiceController(
    ServiceObserver observer, ChildrenWriter children, LeavingPods leaving, StatusWriter writer, IEventRecorder events, WorkloadOptions options, ServicePace pace,
    ScalingMeter meter, TimeProvider time)
    : OwnerController<V1Alpha1ReasoningService, ServicePlan, ReasoningServiceStatus>(
        OwnerKind.Service, children, writer, events, time, OperatorJson.Default.ReasoningServiceStatus)
{
    /// <summary>What was decided last, which caches may not have seen yet.</summary>
    private readonly ConcurrentDictionary<ObjectKey, Decided> _decided = [];

    protected override TimeSpan? Period(ServicePlan? plan) => plan?.Replicas.Load is null ? null : pace.Look;

    protected override async Task<Begun<ServicePlan>> BeginAsync(V1Alpha1ReasoningService entity, CancellationToken cancellation)
    {
        var read = ManifestReader.ReadService(MetadataOf(entity), entity.Spec);
        var service = read.Services is [var one] ? one : null;
        var world = await observer.ObserveAsync(entity, service?.Spec, cancellation);
        if (service is null) return new(null, read.Errors, world.Observed);
        var plan = ServicePlanner.Plan(service, entity.Metadata, world.Observed, options, world.Pool, Replicas(entity, service.Spec, world));
        return new(plan with { Remarks = [.. plan.Remarks, .. NotServed(read)] }, [], world.Observed);
    }

    protected override Task BeforeAsync(ServicePlan plan, Observed observed, CancellationToken cancellation) => leaving.MarkAsync(plan, observed, cancellation);

    protected override IReadOnlyList<DesiredObject> Desired(ServicePlan plan) => DesiredObjects.Of(plan);

    protected override ReasoningServiceStatus StatusOf(StatusInput<ServicePlan, ReasoningServiceStatus> input)
    {
        var key = new ObjectKey(input.Owner.Namespace, input.Owner.Name!);
        // What could not be applied was not decided.
        if (input is { Plan.Replicas: { } replicas, Paused: false, Troubles.Count: 0 })
        {
            var last = Before(input.Owner);
            meter.Decided(key, replicas);
            _decided[key] = new(input.Owner.Uid!, replicas.Wanted, replicas.Decision?.Memory ?? ScalingMemory.None,
                last?.Told is { } told && told.Occupancy == replicas.Occupancy ? told : new(replicas.Occupancy, input.Now));
        }
        return ServiceStatus.Of(input);
    }

    protected override void Forget(OwnerKey owner)
    {
        observer.Forget(owner);
        meter.Forget(owner.Key);
        _decided.TryRemove(owner.Key, out _);
    }

    private PlannedReplicas Replicas(V1Alpha1ReasoningService entity, ReasoningServiceSpec spec, ServiceWorld world)
    {
        var last = Before(entity.Metadata);
        var there = world.Observed.Find("Deployment", new ServiceNames(entity.Metadata.Name!).Engine) ?? world.Observed.Find("LeaderWorkerSet", new ServiceNames(entity.Metadata.Name!).Engine);
        var now = Time.GetUtcNow();
        var replicas = PlannedReplicas.Of(
            spec, SeenService.Of(spec, world.Load) with { Drawn = world.Drawn }, (last?.Replicas ?? there?.Root.At("spec", "replicas").Int(), last?.Memory ?? ScalingMemory.None), pace, now);
        var told = last?.Told ?? new(Last(entity)?.KeyValueOccupancy, DateTimeOffset.MinValue);
        return replicas with { Occupancy = now - told.At < pace.Told ? told.Occupancy : Occupancy.Next(told.Occupancy, world.Load?.Occupancy(now - pace.Fresh)) };
    }

    private Decided? Before(V1ObjectMeta owner) =>
        _decided.TryGetValue(new(owner.Namespace, owner.Name!), out var decided) && decided.Uid == owner.Uid ? decided : null;

    private sealed record Decided(string Uid, int Replicas, ScalingMemory Memory, Told Told);

    /// <param name="Occupancy">As the status has it.</param>
    /// <param name="At">Since when.</param>
    private sealed record Told(string? Occupancy, DateTimeOffset At);
}
