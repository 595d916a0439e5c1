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
    private const int MaxMemories = 10_000;

    private readonly ConcurrentDictionary<string, Memory> _memories = [];

    /// <param name="entity">Name, namespace, UID and resource version of the object as cached.</param>
    /// <param name="current">Its status as cached; undefined where it has none.</param>
    /// <param name="desired">The whole status. Times of conditions whose <c>status</c> did not change are kept, others are set.</param>
    /// <returns>Whether it was sent; not when it says the same, nor when the object is gone.</returns>
    public async Task<bool> WriteAsync(EntityType type, V1ObjectMeta entity, JsonElement current, JsonObject desired, CancellationToken cancellation)
    {
        var memory = Recall(entity);
        var known = memory?.Status ?? current;
        var status = (JsonObject)desired.DeepClone();
        ConditionTimes.Keep(status, known, time.GetUtcNow());
        var (asked, had) = (Drift.Hash(status), HashOf(known));
        if (asked == had || (memory?.Asked == asked && memory.Got == had)) return false;
        try
        {
            var written = await client.ApplyAsync(type, Body(type, entity, status), fieldManager, "status", cancellation);
            if (_memories.Count >= MaxMemories) _memories.Clear();
            _memories[entity.Uid!] = new(asked, HashOf(written["status"]), written.Metadata.ResourceVersion, written["status"]);
            return true;
        }
        catch (KubernetesException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            return false;
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

    /// <summary>With the UID, so that an object made anew under the name does not get the old one's status (409).</summary>
    private static JsonObject Body(EntityType type, V1ObjectMeta entity, JsonObject status)
    {
        var metadata = new JsonObject { ["name"] = entity.Name, ["uid"] = entity.Uid };
        if (entity.Namespace is not null) metadata["namespace"] = entity.Namespace;
        return new() { ["apiVersion"] = type.ApiVersion, ["kind"] = type.Kind, ["metadata"] = metadata, ["status"] = status };
    }

    private static string HashOf(JsonElement status) => status.ValueKind == JsonValueKind.Object ? Drift.Hash(JsonObject.Create(status)!) : "";

    /// <param name="Asked">Hash of what was sent.</param>
    /// <param name="Got">Hash of what the server made of it: with conditions of others, say. Not sent again while it stands.</param>
    /// <param name="Status">As the server answered, until the cache has it.</param>
    private sealed record Memory(string Asked, string Got, string? Version, JsonElement? Status);
}
