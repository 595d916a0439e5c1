using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>
/// Sends a child when its live object carries another hash than what is desired, or has drifted from it. What the cache has not seen is asked
/// for once before it is made, so that neither a slow cache nor a stranger's object of that name is written over.
/// </summary>
/// <param name="fieldManager">As <c>reasonops</c>.</param>
public sealed partial class ChildApplier(IKubernetesClient client, string fieldManager, ILogger<ChildApplier> log) : IChildApplier
{
    private const int MaxMemories = 10_000;

    private readonly ILogger _log = log;
    private readonly ConcurrentDictionary<string, Memory> _memories = [];

    /// <exception cref="ChildConflictException">Somebody else's object has this name.</exception>
    public async Task<Applied> ApplyAsync(EntityType type, JsonObject desired, ApiObject? live, CancellationToken cancellation)
    {
        var key = KeyOf(desired);
        var known = live is null ? await client.GetAsync<ApiObject>(type, key.Namespace, key.Name, cancellation) : Newest(live);
        var canonical = CanonicalJson.Of(desired);
        var hash = CanonicalJson.Hash(canonical);
        using var wanted = JsonDocument.Parse(canonical);
        if (known is not null && !MustSend(type, wanted.RootElement, hash, known)) return new(ApplyAction.Unchanged, known);

        var applied = await SendAsync(type, Annotated(desired, hash), known, cancellation);
        Remember(type, wanted.RootElement, hash, known, applied);
        return new(ActionOf(known, applied), applied);
    }

    private async Task<ApiObject> SendAsync(EntityType type, JsonObject desired, ApiObject? known, CancellationToken cancellation)
    {
        try
        {
            return await client.ApplyAsync(type, desired, fieldManager, null, cancellation);
        }
        catch (KubernetesException refused) when (refused.IsInvalid && known is not null)
        {
            var live = await client.GetRawAsync("/" + type.Path(known.Metadata.Namespace, known.Metadata.Name!), cancellation);
            if (live is null || Husks.Cleared(live, desired, fieldManager) is not { } cleared) throw;
            LogHusks(type, ObjectKey.Of(known), refused.Message);
            await client.ReplaceAsync(type, cleared.Deserialize<ApiObject>(client.Json)!, cancellation);
            return await client.ApplyAsync(type, desired, fieldManager, null, cancellation);
        }
    }

    private bool MustSend(EntityType type, JsonElement desired, string hash, ApiObject known)
    {
        CheckOwner(type, desired, known);
        // It goes, and its end will be told; then it is made anew.
        if (known.Metadata.DeletionTimestamp is not null) return false;
        if (known.Metadata.Annotations?.GetValueOrDefault(Drift.Annotation) != hash) return true;
        var drift = string.Join(", ", Drift.Between(desired, known.Root));
        if (drift.Length == 0) return false;
        if (_memories.TryGetValue(known.Metadata.Uid!, out var memory) && memory.Hash == hash && memory.Refused == drift) return false;
        LogDrift(type, ObjectKey.Of(known), drift);
        return true;
    }

    private static void CheckOwner(EntityType type, JsonElement desired, ApiObject known)
    {
        var wanted = Owners(desired).FirstOrDefault(owner => owner.Controller);
        if (wanted.Uid is null) return;
        var owner = known.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true);
        if (owner is null && known.Metadata.Annotations?.ContainsKey(Drift.Annotation) == true) return;
        if (owner?.Uid == wanted.Uid) return;
        throw new ChildConflictException($"{type.Kind} {ObjectKey.Of(known)}", owner);
    }

    private static IEnumerable<(string? Uid, bool Controller)> Owners(JsonElement desired) =>
        desired.GetProperty("metadata").TryGetProperty("ownerReferences", out var owners)
            ? from owner in owners.EnumerateArray()
              select (owner.GetProperty("uid").GetString(), owner.TryGetProperty("controller", out var yes) && yes.ValueKind == JsonValueKind.True)
            : [];

    private ApiObject Newest(ApiObject cached)
    {
        if (!_memories.TryGetValue(cached.Metadata.Uid!, out var memory) || memory.Newest is not { } newest) return cached;
        if (ResourceVersion.IsOlder(cached.Metadata.ResourceVersion, newest.Metadata.ResourceVersion)) return newest;
        if (memory.Refused.Length == 0) _memories.TryRemove(cached.Metadata.Uid!, out _);
        else _memories[cached.Metadata.Uid!] = memory with { Newest = null };
        return cached;
    }

    private void Remember(EntityType type, JsonElement desired, string hash, ApiObject? known, ApiObject applied)
    {
        var refused = string.Join(", ", Drift.Between(desired, applied.Root));
        if (refused.Length > 0) LogRefused(type, ObjectKey.Of(applied), refused);
        // No cache has anything older of what was just made.
        if (known is null && refused.Length == 0) return;
        // Forgetting costs a needless write at most.
        if (_memories.Count >= MaxMemories) _memories.Clear();
        _memories[applied.Metadata.Uid!] = new(hash, refused, known is null ? null : applied);
    }

    private static ApplyAction ActionOf(ApiObject? known, ApiObject applied) =>
        known is null ? ApplyAction.Created
        : known.Metadata.ResourceVersion == applied.Metadata.ResourceVersion ? ApplyAction.Unchanged
        : ApplyAction.Changed;

    private static JsonObject Annotated(JsonObject desired, string hash)
    {
        var sent = (JsonObject)desired.DeepClone();
        var metadata = sent["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        annotations[Drift.Annotation] = hash;
        return sent;
    }

    private static ObjectKey KeyOf(JsonObject desired) => desired["metadata"] is JsonObject metadata && (string?)metadata["name"] is { } name
        ? new((string?)metadata["namespace"], name)
        : throw new ArgumentException("metadata.name: a child must have a name", nameof(desired));

    /// <param name="Refused">Drift that the server gave back at once: a webhook's doing, which no second apply would mend.</param>
    /// <param name="Newest">As the server last answered, until the cache has it.</param>
    private sealed record Memory(string Hash, string Refused, ApiObject? Newest);
}
