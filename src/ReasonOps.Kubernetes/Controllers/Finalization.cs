using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Controllers;

/// <summary>
/// Keeps our finalizers on objects that live and takes them from those that go: by merge patch with the resource version, so that
/// whoever adds or takes another at the same time is not overruled.
/// </summary>
internal sealed partial class Finalization<T>(
    IKubernetesClient client, EntityType type, IReadOnlyList<IEntityFinalizer<T>> finalizers, TimeProvider time, ILogger log)
    where T : class, IKubernetesObject
{
    private const int Tries = 5;

    private readonly ILogger _log = log;

    /// <returns>The object as it now is; null when it is gone.</returns>
    public async Task<T?> AddAsync(T entity, CancellationToken cancellation)
    {
        var ours = finalizers.Select(finalizer => finalizer.Identifier).ToList();
        // The server takes no finalizer onto what is being deleted.
        return await PatchAsync(entity, live => (live.Finalizers ?? []).Union(live.DeletionTimestamp is null ? ours : []), cancellation);
    }

    /// <summary>Finalizes what goes, and lets it go when that succeeded or took too long.</summary>
    public async Task<ReconciliationResult<T>> RunAsync(T entity, CancellationToken cancellation)
    {
        var result = ReconciliationResult<T>.Success(entity);
        foreach (var finalizer in finalizers.Where(finalizer => entity.Metadata.Finalizers?.Contains(finalizer.Identifier) == true))
        {
            var one = await FinalizeAsync(finalizer, entity, cancellation);
            if (one.IsSuccess) await PatchAsync(entity, live => (live.Finalizers ?? []).Where(name => name != finalizer.Identifier), cancellation);
            else result = Both(result, one);
        }
        return result;
    }

    private async Task<ReconciliationResult<T>> FinalizeAsync(IEntityFinalizer<T> finalizer, T entity, CancellationToken cancellation)
    {
        var left = Left(finalizer, entity);
        string? error = null;
        if (left > TimeSpan.Zero)
        {
            using var deadline = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
            try
            {
                var result = await finalizer.FinalizeAsync(entity, either.Token);
                if (result.IsSuccess) return result;
                error = result.Error;
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                error = fault.Message;
            }
            left = Left(finalizer, entity);
        }
        if (left > TimeSpan.Zero) return ReconciliationResult<T>.Failure(entity, $"{finalizer.Identifier}: {error}", left);
        LogTooLate(type, ObjectKey.Of(entity), finalizer.Identifier, finalizer.Deadline, error ?? "not tried in time");
        return ReconciliationResult<T>.Success(entity);
    }

    private TimeSpan Left(IEntityFinalizer<T> finalizer, T entity) =>
        entity.Metadata.DeletionTimestamp!.Value + finalizer.Deadline - time.GetUtcNow();

    private async Task<T?> PatchAsync(T entity, Func<V1ObjectMeta, IEnumerable<string>> wanted, CancellationToken cancellation)
    {
        var (key, uid) = (ObjectKey.Of(entity), entity.Metadata.Uid);
        for (var tried = 1; ; tried++)
        {
            var names = wanted(entity.Metadata).ToList();
            if (names.SequenceEqual(entity.Metadata.Finalizers ?? [])) return entity;
            var list = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
            var metadata = new JsonObject { ["resourceVersion"] = entity.Metadata.ResourceVersion, ["finalizers"] = list };
            var patch = new JsonObject { ["metadata"] = metadata };
            try
            {
                return (await client.PatchAsync(type, key.Namespace, key.Name, patch, null, cancellation))?.Root.Deserialize<T>(client.Json);
            }
            catch (KubernetesException moved) when (moved.IsConflict && tried < Tries)
            {
                if (await client.GetAsync<T>(type, key.Namespace, key.Name, cancellation) is not { } newer || newer.Metadata.Uid != uid) return null;
                entity = newer;
            }
        }
    }

    private static ReconciliationResult<T> Both(ReconciliationResult<T> left, ReconciliationResult<T> right) => right with
    {
        Error = left.Error is null ? right.Error : $"{left.Error}; {right.Error}",
        RequeueAfter = left.RequeueAfter < right.RequeueAfter ? left.RequeueAfter : right.RequeueAfter,
    };

    [LoggerMessage(LogLevel.Warning, "{Type} {Key} was not finalized by {Finalizer} within {Deadline} ({Error}); it goes all the same")]
    private partial void LogTooLate(EntityType type, ObjectKey key, string finalizer, TimeSpan deadline, string error);
}
