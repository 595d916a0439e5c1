using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Workloads;
using ObjectReference = ReasonOps.Kubernetes.Events.ObjectReference;

namespace ReasonOps.Operator.Passes;

/// <summary>
/// A pass over an object of ours: read, observe, plan, desire, apply, prune, tell. It sends nothing when nothing changed. There is no finalizer: children go
/// by their owner references, so that an object (and its namespace) can be deleted while no operator runs.
/// </summary>
public abstract class OwnerController<TEntity, TPlan, TStatus>(
    OwnerKind kind, ChildrenWriter children, StatusWriter writer, IEventRecorder events, TimeProvider time, JsonTypeInfo<TStatus> statusJson)
    : IEntityController<TEntity>
    where TEntity : V1Alpha1Object where TPlan : OwnerPlan where TStatus : class, IObjectStatus
{
    public const string PausedAnnotation = "reasonops.io/paused";

    /// <summary>A child that was made and deleted again before any cache saw it is missed by no later than this.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(30);

    /// <summary>What stands in the way is not ours, so no watch tells when it goes.</summary>
    private static readonly TimeSpan TakenRetry = TimeSpan.FromSeconds(60);

    private static readonly EntityType Type = EntityType.Of<TEntity>();
    private readonly ConcurrentDictionary<ObjectKey, Told> _told = [];

    /// <summary>An apply found that a kind is not served: discovery is out of date.</summary>
    public event Action? KindMissing;

    protected TimeProvider Time => time;

    /// <summary>When to look again though nothing changes; null: not before something does.</summary>
    /// <param name="plan">Null where the object is not valid.</param>
    protected virtual TimeSpan? Period(TPlan? plan) => null;

    /// <summary>What has to be said before children change.</summary>
    protected virtual Task BeforeAsync(TPlan plan, Observed observed, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellation)
    {
        var begun = await BeginAsync(entity, cancellation);
        var outcome = begun.Plan is not { } plan || IsPaused(entity)
            ? new ChildrenOutcome(begun.Observed)
            : await BringAsync(plan, begun.Observed, cancellation);
        await TellAsync(entity, begun, outcome, cancellation);
        return Result(entity, begun.Plan, outcome);
    }

    public Task<ReconciliationResult<TEntity>> DeletedAsync(ObjectKey key, CancellationToken cancellation)
    {
        Forget(new(kind, key));
        _told.TryRemove(key, out _);
        return Task.FromResult(ReconciliationResult<TEntity>.Success(null));
    }

    /// <summary>Reads the object, observes the world around it and plans; without a plan where the object is not valid.</summary>
    protected abstract Task<Begun<TPlan>> BeginAsync(TEntity entity, CancellationToken cancellation);

    protected abstract IReadOnlyList<DesiredObject> Desired(TPlan plan);

    protected abstract TStatus StatusOf(StatusInput<TPlan, TStatus> input);

    /// <summary>The object is gone; so is what was held for it alone.</summary>
    protected abstract void Forget(OwnerKey owner);

    protected static ObjectMetadata MetadataOf(TEntity entity) => new() { Name = entity.Metadata.Name!, Namespace = entity.Metadata.Namespace };

    protected static IReadOnlyList<Remark> NotServed(ManifestResult read) =>
        [.. read.Warnings.Select(warning => new Remark(Blocks: false, Reasons.NotServed, warning.ToString()))];

    private async Task<ChildrenOutcome> BringAsync(TPlan plan, Observed observed, CancellationToken cancellation)
    {
        await BeforeAsync(plan, observed, cancellation);
        return await children.BringAsync(plan, Desired(plan), observed, cancellation);
    }

    private async Task TellAsync(TEntity entity, Begun<TPlan> begun, ChildrenOutcome outcome, CancellationToken cancellation)
    {
        var last = Last(entity);
        var status = StatusOf(new()
        {
            Owner = entity.Metadata,
            Plan = begun.Plan,
            Errors = [.. begun.Errors.Select(error => error.ToString())],
            Observed = outcome.Observed,
            Troubles = outcome.Troubles,
            Last = last,
            Paused = IsPaused(entity),
            Now = time.GetUtcNow(),
        });
        var json = (JsonObject)JsonSerializer.SerializeToNode(status, statusJson)!;
        await writer.WriteAsync(Type, entity.Metadata, entity.Status, json, cancellation);
        _told[ObjectKey.Of(entity)] = new(entity.Metadata.Uid!, status);
        foreach (var said in outcome.Announcements.Concat(Announcements.Between(last, status)))
            events.Record(Reference(entity), said.Type, said.Reason, said.Message);
    }

    private ReconciliationResult<TEntity> Result(TEntity entity, TPlan? plan, ChildrenOutcome outcome)
    {
        if (outcome.KindMissing) KindMissing?.Invoke();
        var failures = outcome.Troubles.Where(trouble => trouble.Reason == Reasons.ApplyFailed).Select(trouble => trouble.Message).ToArray();
        return failures.Length > 0 ? ReconciliationResult<TEntity>.Failure(entity, string.Join("; ", failures))
            : outcome.Troubles.Count > 0 ? ReconciliationResult<TEntity>.Success(entity, TakenRetry)
            : ReconciliationResult<TEntity>.Success(entity, Period(plan) ?? (outcome.Wrote ? SecondLook : null));
    }

    /// <summary>What was told last: by us, even where the cache has not seen it yet, else by who worked here before; null for what we did not write.</summary>
    protected TStatus? Last(TEntity entity)
    {
        if (_told.TryGetValue(ObjectKey.Of(entity), out var told) && told.Uid == entity.Metadata.Uid) return told.Status;
        try
        {
            return entity.Status.ValueKind == JsonValueKind.Object ? entity.Status.Deserialize(statusJson) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsPaused(TEntity entity) => entity.Metadata.Annotations?.GetValueOrDefault(PausedAnnotation) == "true";

    private static ObjectReference Reference(TEntity entity) => new(
        Type.ApiVersion, Type.Kind, entity.Metadata.Namespace, entity.Metadata.Name!, entity.Metadata.Uid, entity.Metadata.ResourceVersion);

    private sealed record Told(string Uid, TStatus Status);
}

/// <summary>What a pass knows before it changes anything.</summary>
/// <param name="Plan">Null where the object is not valid.</param>
public sealed record Begun<TPlan>(TPlan? Plan, IReadOnlyList<ManifestError> Errors, Observed Observed) where TPlan : OwnerPlan;
