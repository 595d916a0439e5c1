using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Tests.Scripted;

/// <summary>
/// An API server of one process, for faults that a real one cannot be brought to on request: objects, versions, watches, preconditions,
/// finalizers. It keeps a log of requests, and <see cref="Fault"/> may refuse any. It knows no schemas.
/// </summary>
public sealed class MemoryCluster : IKubernetesClient
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Plural, ObjectKey Key), JsonObject> _objects = [];
    private readonly List<(long Version, string Plural, WatchEventType Type, JsonObject Object)> _history = [];
    private readonly List<(string Plural, Channel<object> Events)> _watchers = [];
    private long _version = 100;
    private long _forgotten;

    public JsonSerializerOptions Json { get; } = KubernetesJson.With();

    /// <summary>As <c>APPLY deployments a/math</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Makes something else of what is applied.</summary>
    public Action<JsonObject> Webhook { get; set; } = _ => { };

    public IEnumerable<string> Writes => Requests.Where(request => !request.StartsWith("GET", StringComparison.Ordinal)
        && !request.StartsWith("LIST", StringComparison.Ordinal) && !request.StartsWith("WATCH", StringComparison.Ordinal));

    public int Watchers { get { lock (_lock) return _watchers.Count; } }

    // What other clients of the server do.

    public ApiObject Put(EntityType type, string json) => Put(type, JsonNode.Parse(json)!.AsObject());

    public ApiObject Put(EntityType type, JsonObject @object)
    {
        lock (_lock) return Store(type, (JsonObject)@object.DeepClone());
    }

    public ApiObject? Find(EntityType type, ObjectKey key)
    {
        lock (_lock) return _objects.TryGetValue((type.Plural, key), out var found) ? Read(found) : null;
    }

    public IReadOnlyList<ApiObject> All(EntityType type)
    {
        lock (_lock) return [.. _objects.Where(entry => entry.Key.Plural == type.Plural).Select(entry => Read(entry.Value))];
    }

    public void Remove(EntityType type, ObjectKey key)
    {
        lock (_lock) Drop(type, key);
    }

    /// <summary>Changes what is stored without a word to watchers: an event that gets lost.</summary>
    public void RemoveUnseen(EntityType type, ObjectKey key)
    {
        lock (_lock) _objects.Remove((type.Plural, key));
    }

    /// <summary>Ends all watches, with a fault or in order.</summary>
    public void CutWatches(Exception? fault = null)
    {
        lock (_lock)
        {
            foreach (var (_, events) in _watchers) events.Writer.TryComplete(fault);
            _watchers.Clear();
        }
    }

    /// <summary>Forgets history: a watch from before it is told 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _history.Clear();
            _forgotten = _version;
        }
    }

    /// <summary>Sends an event to watchers as it is, whatever is stored.</summary>
    public void Send(EntityType type, WatchEventType told, ApiObject @object)
    {
        lock (_lock) Tell(type.Plural, told, JsonObject.Create(@object.Root)!);
    }

    public void Bookmark(EntityType type)
    {
        lock (_lock) Tell(type.Plural, WatchEventType.Bookmark, new() { ["metadata"] = new JsonObject { ["resourceVersion"] = Text(++_version) } });
    }

    public static ApiObject Read(JsonObject @object)
    {
        var root = JsonSerializer.SerializeToElement(@object);
        return new ApiObject(root.GetProperty("metadata").Deserialize<V1ObjectMeta>(KubernetesJson.With())!, root);
    }

    // The port.

    public Task<T?> GetAsync<T>(EntityType type, string? @namespace, string name, CancellationToken cancellation) where T : class, IKubernetesObject =>
        AskAsync("GET", type, @namespace, name, () => As<T>(Find(type, new(@namespace, name))), cancellation);

    public async IAsyncEnumerable<ListPage<T>> ListAsync<T>(
        EntityType type, ListOptions options, [EnumeratorCancellation] CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var (all, version) = await AskAsync("LIST", type, null, "", () =>
        {
            lock (_lock) return (All(type), Text(_version));
        }, cancellation);
        foreach (var page in all.Chunk(options.Limit)) yield return new([.. page.Select(found => As<T>(found)!)], version);
        if (all.Count == 0) yield return new([], version);
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        EntityType type, ListOptions options, [EnumeratorCancellation] CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var events = await AskAsync("WATCH", type, null, "", () => Subscribe(type, long.Parse(options.ResourceVersion!, CultureInfo.InvariantCulture)), cancellation);
        await foreach (var told in events.ReadAllAsync(cancellation))
        {
            var (kind, @object) = ((WatchEventType, JsonObject))told;
            yield return new(kind, As<T>(Read(@object))!);
        }
    }

    public Task<ApiObject> ApplyAsync(EntityType type, JsonObject desired, string fieldManager, string? subresource, CancellationToken cancellation)
    {
        var (@namespace, name) = Name(desired);
        return AskAsync(subresource is null ? "APPLY" : "APPLY/" + subresource, type, @namespace, name, () =>
        {
            lock (_lock)
            {
                var found = _objects.GetValueOrDefault((type.Plural, new(@namespace, name)));
                if (found is null && subresource is not null) throw Status(HttpStatusCode.NotFound, "NotFound");
                if (found is not null) CheckVersion(found, (string?)desired["metadata"]!["resourceVersion"]);
                var merged = (JsonObject)(found?.DeepClone() ?? new JsonObject());
                foreach (var (field, value) in desired.Where(field => subresource is null ? field.Key != "status" : field.Key == subresource))
                    merged[field] = subresource is null ? Merge(merged[field], value) : value?.DeepClone();
                Webhook(merged);
                return found is not null && JsonNode.DeepEquals(merged, found) ? Read(found) : Store(type, merged);
            }
        }, cancellation);
    }

    public Task<T> CreateAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var key = ObjectKey.Of(entity);
        return AskAsync("CREATE", type, key.Namespace, key.Name, () =>
        {
            lock (_lock)
            {
                if (_objects.ContainsKey((type.Plural, key))) throw Status(HttpStatusCode.Conflict, "AlreadyExists");
                return As<T>(Store(type, JsonSerializer.SerializeToNode(entity, Json)!.AsObject()))!;
            }
        }, cancellation);
    }

    public Task<T> ReplaceAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var key = ObjectKey.Of(entity);
        return AskAsync("REPLACE", type, key.Namespace, key.Name, () =>
        {
            lock (_lock)
            {
                CheckVersion(Found(type, key), entity.Metadata.ResourceVersion);
                return As<T>(Store(type, JsonSerializer.SerializeToNode(entity, Json)!.AsObject()))!;
            }
        }, cancellation);
    }

    public Task<ApiObject?> PatchAsync(EntityType type, string? @namespace, string name, JsonObject patch, string? subresource, CancellationToken cancellation) =>
        AskAsync("PATCH", type, @namespace, name, () =>
        {
            lock (_lock)
            {
                if (!_objects.TryGetValue((type.Plural, new(@namespace, name)), out var found)) return null;
                CheckVersion(found, (string?)patch["metadata"]?["resourceVersion"]);
                var merged = (JsonObject)MergePatch(found.DeepClone(), patch)!;
                if (merged["metadata"]!["deletionTimestamp"] is null || merged["metadata"]!["finalizers"] is JsonArray { Count: > 0 }) return Store(type, merged);
                Drop(type, new(@namespace, name), final: true);
                return Read(merged);
            }
        }, cancellation);

    public Task<bool> DeleteAsync(EntityType type, string? @namespace, string name, string? uid, CancellationToken cancellation) =>
        AskAsync("DELETE", type, @namespace, name, () =>
        {
            lock (_lock)
            {
                if (!_objects.TryGetValue((type.Plural, new(@namespace, name)), out var found)) return false;
                if (uid is not null && uid != (string?)found["metadata"]!["uid"]) throw Status(HttpStatusCode.Conflict, "Conflict");
                Drop(type, new(@namespace, name));
                return true;
            }
        }, cancellation);

    public Task<JsonObject?> GetRawAsync(string path, CancellationToken cancellation) => Task.FromResult<JsonObject?>(null);

    public static KubernetesException Status(HttpStatusCode status, string reason) => new(status, reason, $"scripted {reason}");

    // What it is made of.

    private async Task<T> AskAsync<T>(string verb, EntityType type, string? @namespace, string name, Func<T> answer, CancellationToken cancellation)
    {
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        var request = $"{verb} {type.Plural} {(@namespace is null ? name : $"{@namespace}/{name}")}".TrimEnd();
        Requests.Enqueue(request);
        return Fault(request) is { } fault ? throw fault : answer();
    }

    private ChannelReader<object> Subscribe(EntityType type, long version)
    {
        lock (_lock)
        {
            if (version < _forgotten) throw Status(HttpStatusCode.Gone, "Expired");
            var events = Channel.CreateUnbounded<object>();
            foreach (var past in _history.Where(past => past.Plural == type.Plural && past.Version > version)) events.Writer.TryWrite((past.Type, past.Object));
            _watchers.Add((type.Plural, events));
            return events.Reader;
        }
    }

    private ApiObject Store(EntityType type, JsonObject @object)
    {
        var (@namespace, name) = Name(@object);
        var key = (type.Plural, new ObjectKey(@namespace, name));
        var known = _objects.GetValueOrDefault(key);
        var metadata = @object["metadata"]!.AsObject();
        metadata["uid"] ??= (string?)known?["metadata"]!["uid"] ?? Guid.NewGuid().ToString();
        metadata["resourceVersion"] = Text(++_version);
        _objects[key] = @object;
        Note(type.Plural, known is null ? WatchEventType.Added : WatchEventType.Modified, @object);
        return Read(@object);
    }

    private void Drop(EntityType type, ObjectKey key, bool final = false)
    {
        if (!_objects.TryGetValue((type.Plural, key), out var found)) return;
        var last = (JsonObject)found.DeepClone();
        if (!final && last["metadata"]!["finalizers"] is JsonArray { Count: > 0 })
        {
            last["metadata"]!["deletionTimestamp"] ??= DeletedAt().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            Store(type, last);
            return;
        }
        _objects.Remove((type.Plural, key));
        last["metadata"]!["resourceVersion"] = Text(++_version);
        Note(type.Plural, WatchEventType.Deleted, last);
    }

    /// <summary>The server's clock, for deletion times.</summary>
    public Func<DateTimeOffset> DeletedAt { get; set; } = () => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private void Note(string plural, WatchEventType type, JsonObject @object)
    {
        _history.Add((_version, plural, type, @object));
        Tell(plural, type, @object);
    }

    private void Tell(string plural, WatchEventType type, JsonObject @object)
    {
        foreach (var watcher in _watchers.Where(watcher => watcher.Plural == plural)) watcher.Events.Writer.TryWrite((type, @object));
    }

    private JsonObject Found(EntityType type, ObjectKey key) =>
        _objects.GetValueOrDefault((type.Plural, key)) ?? throw Status(HttpStatusCode.NotFound, "NotFound");

    private static void CheckVersion(JsonObject found, string? version)
    {
        if (version is not null && version != (string?)found["metadata"]!["resourceVersion"]) throw Status(HttpStatusCode.Conflict, "Conflict");
    }

    private static (string? Namespace, string Name) Name(JsonObject @object) =>
        ((string?)@object["metadata"]!["namespace"], (string)@object["metadata"]!["name"]!);

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private T? As<T>(ApiObject? found) where T : class => found is null or T ? (T?)(object?)found : found.Root.Deserialize<T>(Json);

    private static JsonNode? Merge(JsonNode? live, JsonNode? desired)
    {
        if (live is not JsonObject fields || desired is not JsonObject wanted) return desired?.DeepClone();
        foreach (var (name, value) in wanted) fields[name] = Merge(fields[name], value);
        return fields.DeepClone();
    }

    private static JsonNode? MergePatch(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject wanted) return patch?.DeepClone();
        var fields = target as JsonObject ?? [];
        foreach (var (name, value) in wanted)
        {
            if (value is null) fields.Remove(name);
            else fields[name] = MergePatch(fields[name]?.DeepClone(), value);
        }
        return fields;
    }
}
