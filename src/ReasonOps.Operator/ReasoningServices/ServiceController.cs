using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.ReasoningServices.Status;
using ObjectReference = ReasonOps.Kubernetes.Events.ObjectReference;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>
/// A service's pass: read, observe, plan, desire, apply, prune, tell. It sends nothing when nothing changed. There is no finalizer: children go
/// by their owner references, so that a service (and its namespace) can be deleted while no operator runs.
/// </summary>
public sealed class ServiceController(
    Observer observer, ServiceChildren children, StatusWriter writer, IEventRecorder events, WorkloadOptions options, TimeProvider time)
    : IEntityController<V1Alpha1ReasoningService>
{
    public const string PausedAnnotation = "reasonops.io/paused";

    /// <summary>A child that was made and deleted again before any cache saw it is missed by no later than this.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(30);

    /// <summary>What stands in the way is not ours, so no watch tells when it goes.</summary>
    private static readonly TimeSpan TakenRetry = TimeSpan.FromSeconds(60);

    private static readonly EntityType Type = EntityType.Of<V1Alpha1ReasoningService>();
    private readonly ConcurrentDictionary<ObjectKey, Told> _told = [];

    /// <summary>An apply found that a kind is not served: discovery is out of date.</summary>
    public event Action? KindMissing;

    public async Task<ReconciliationResult<V1Alpha1ReasoningService>> ReconcileAsync(V1Alpha1ReasoningService entity, CancellationToken cancellation)
    {
        var read = Read(entity);
        var observed = await observer.ObserveAsync(entity, cancellation);
        var plan = read.Services is [var service] ? Plan(service, entity.Metadata, observed, read.Warnings) : null;
        var outcome = plan is null || IsPaused(entity)
            ? new ChildrenOutcome(observed)
            : await children.BringAsync(plan, DesiredObjects.Of(plan), observed, cancellation);
        await TellAsync(entity, plan, read.Errors, outcome, cancellation);
        return Result(entity, outcome);
    }

    public Task<ReconciliationResult<V1Alpha1ReasoningService>> DeletedAsync(ObjectKey key, CancellationToken cancellation)
    {
        observer.Forget(key);
        _told.TryRemove(key, out _);
        return Task.FromResult(ReconciliationResult<V1Alpha1ReasoningService>.Success(null));
    }

    private static ManifestResult Read(V1Alpha1ReasoningService entity) =>
        ManifestReader.ReadService(new ObjectMetadata { Name = entity.Metadata.Name!, Namespace = entity.Metadata.Namespace }, entity.Spec);

    private ServicePlan Plan(ReasoningService service, V1ObjectMeta owner, Observed observed, IReadOnlyList<ManifestError> warnings)
    {
        var plan = ServicePlanner.Plan(service, owner, observed, options);
        return plan with { Remarks = [.. plan.Remarks, .. warnings.Select(warning => new Remark(Blocks: false, Reasons.NotServed, warning.ToString()))] };
    }

    private async Task TellAsync(
        V1Alpha1ReasoningService entity, ServicePlan? plan, IReadOnlyList<ManifestError> errors, ChildrenOutcome outcome, CancellationToken cancellation)
    {
        var previous = Previous(entity);
        var status = ServiceStatus.Of(new()
        {
            Owner = entity.Metadata,
            Plan = plan,
            Errors = [.. errors.Select(error => error.ToString())],
            Observed = outcome.Observed,
            Troubles = outcome.Troubles,
            Previous = previous,
            Paused = IsPaused(entity),
            Now = time.GetUtcNow(),
        });
        await writer.WriteAsync(Type, entity.Metadata, entity.Status, Json(status), cancellation);
        _told[ObjectKey.Of(entity)] = new(entity.Metadata.Uid!, status);
        foreach (var said in outcome.Announcements.Concat(Announcements.Between(previous, status)))
            events.Record(Reference(entity), said.Type, said.Reason, said.Message);
    }

    private ReconciliationResult<V1Alpha1ReasoningService> Result(V1Alpha1ReasoningService entity, ChildrenOutcome outcome)
    {
        if (outcome.KindMissing) KindMissing?.Invoke();
        var failures = outcome.Troubles.Where(trouble => trouble.Reason == Reasons.ApplyFailed).Select(trouble => trouble.Message).ToArray();
        return failures.Length > 0 ? ReconciliationResult<V1Alpha1ReasoningService>.Failure(entity, string.Join("; ", failures))
            : outcome.Troubles.Count > 0 ? ReconciliationResult<V1Alpha1ReasoningService>.Success(entity, TakenRetry)
            : ReconciliationResult<V1Alpha1ReasoningService>.Success(entity, outcome.Wrote ? SecondLook : null);
    }

    /// <summary>What was told last: by us, even where the cache has not seen it yet, else by who worked here before.</summary>
    private ReasoningServiceStatus? Previous(V1Alpha1ReasoningService entity) =>
        _told.TryGetValue(ObjectKey.Of(entity), out var told) && told.Uid == entity.Metadata.Uid ? told.Status : OperatorJson.Status(entity.Status);

    private static JsonObject Json(ReasoningServiceStatus status) => JsonSerializer.SerializeToNode(status, OperatorJson.Default.ReasoningServiceStatus)!.AsObject();

    private static bool IsPaused(V1Alpha1ReasoningService entity) => entity.Metadata.Annotations?.GetValueOrDefault(PausedAnnotation) == "true";

    private static ObjectReference Reference(V1Alpha1ReasoningService entity) => new(
        Type.ApiVersion, Type.Kind, entity.Metadata.Namespace, entity.Metadata.Name!, entity.Metadata.Uid, entity.Metadata.ResourceVersion);

    private sealed record Told(string Uid, ReasoningServiceStatus Status);
}
