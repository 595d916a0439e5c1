using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>The only writer of status: server-side apply through <c>/status</c> by a field manager of its own, and only what differs.</summary>
public sealed class StatusWriter(IKubernetesClient client, TimeProvider time, string fieldManager = "reasonops-status")
{
    private const int MaxMemories = 10_000, Tries = 4;

    private readonly ConcurrentDictionary<string, Memory> _memories = [];

    /// <param name="entity">Name, namespace, UID and resource version of the object as cached.</param>
    /// <param name="current">Its status as cached; undefined where it has none.</param>
    /// <param name="desired">The whole status. Times of conditions whose <c>status</c> did not change are kept, others are set.</param>
    /// <returns>Whether it was sent; not when it says the same, nor when the object is gone or was made anew.</returns>
    public async Task<bool> WriteAsync(EntityType type, V1ObjectMeta entity, JsonElement current, JsonObject desired, CancellationToken cancellation)
    {
        var memory = Recall(entity);
        var known = memory?.Status ?? current;
        var status = (JsonObject)desired.DeepClone();
        ConditionTimes.Keep(status, known, time.GetUtcNow());
        var (asked, had) = (Drift.Hash(status), HashOf(known));
        if (asked == had || (memory?.Asked == asked && memory.Got == had)) return false;
        if (await SendAsync(type, entity, memory?.Version, status, cancellation) is not { } written) return false;
        if (_memories.Count >= MaxMemories) _memories.Clear();
        _memories[entity.Uid!] = new(asked, HashOf(written["status"]), written.Metadata.ResourceVersion, written["status"]);
        return true;
    }

    /// <summary>
    /// With the resource version, lest an object that was made anew under the name gets the old one's status: of the metadata that is all
    /// that counts beside a status. If only that has moved on, it is asked for.
    /// </summary>
    private async Task<ApiObject?> SendAsync(EntityType type, V1ObjectMeta entity, string? ours, JsonObject status, CancellationToken cancellation)
    {
        var version = ResourceVersion.IsOlder(entity.ResourceVersion, ours) ? ours : entity.ResourceVersion;
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await client.ApplyAsync(type, Body(type, entity, version, status), fieldManager, "status", cancellation);
            }
            catch (KubernetesException gone) when (gone.Status == HttpStatusCode.NotFound)
            {
                return null;
            }
            catch (KubernetesException moved) when (moved.IsConflict && tried < Tries)
            {
                var newer = await client.GetAsync<ApiObject>(type, entity.Namespace, entity.Name!, cancellation);
                if (newer?.Metadata.Uid != entity.Uid) return null;
                version = newer!.Metadata.ResourceVersion;
            }
        }
    }

    private Memory? Recall(V1ObjectMeta entity)
    {
        if (!_memories.TryGetValue(entity.Uid!, out var memory)) return null;
        if (memory.Status is null || ResourceVersion.IsOlder(entity.ResourceVersion, memory.Version)) return memory;
        memory = memory with { Status = null };
        if (memory.Asked == memory.Got) _memories.TryRemove(entity.Uid!, out _);
        else _memories[entity.Uid!] = memory;
        return memory;
    }

    private static JsonObject Body(EntityType type, V1ObjectMeta entity, string? version, JsonObject status)
    {
        var metadata = new JsonObject { ["name"] = entity.Name, ["resourceVersion"] = version };
        if (entity.Namespace is not null) metadata["namespace"] = entity.Namespace;
        return new() { ["apiVersion"] = type.ApiVersion, ["kind"] = type.Kind, ["metadata"] = metadata, ["status"] = status.DeepClone() };
    }

    private static string HashOf(JsonElement status) => status.ValueKind == JsonValueKind.Object ? Drift.Hash(JsonObject.Create(status)!) : "";

    /// <param name="Asked">Hash of what was sent.</param>
    /// <param name="Got">Hash of what the server made of it: with conditions of others, say. Not sent again while it stands.</param>
    /// <param name="Status">As the server answered, until the cache has it.</param>
    private sealed record Memory(string Asked, string Got, string? Version, JsonElement? Status);
}
