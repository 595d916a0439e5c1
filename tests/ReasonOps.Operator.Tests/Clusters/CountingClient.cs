using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Tests.Clusters;

/// <summary>A client that remembers what was asked of it.</summary>
internal sealed class CountingClient(IKubernetesClient inner) : IKubernetesClient
{
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>As <c>apply Deployment math-engine</c>; lists and watches of a kind without a name.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public IReadOnlyList<string> Writes => [.. _asked.Where(asked => asked.Split(' ')[0] is not ("get" or "list" or "watch"))];

    public JsonSerializerOptions Json => inner.Json;

    public void Forget() => _asked.Clear();

    public Task<T?> GetAsync<T>(EntityType type, string? @namespace, string name, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        _asked.Enqueue($"get {type.Kind} {name}");
        return inner.GetAsync<T>(type, @namespace, name, cancellation);
    }

    public IAsyncEnumerable<ListPage<T>> ListAsync<T>(EntityType type, ListOptions options, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        _asked.Enqueue($"list {type.Kind}");
        return inner.ListAsync<T>(type, options, cancellation);
    }

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(EntityType type, ListOptions options, CancellationToken cancellation)
        where T : class, IKubernetesObject
    {
        _asked.Enqueue($"watch {type.Kind}");
        return inner.WatchAsync<T>(type, options, cancellation);
    }

    public Task<ApiObject> ApplyAsync(EntityType type, JsonObject desired, string fieldManager, string? subresource, CancellationToken cancellation)
    {
        _asked.Enqueue($"{subresource ?? "apply"} {type.Kind} {desired["metadata"]!["name"]}");
        return inner.ApplyAsync(type, desired, fieldManager, subresource, cancellation);
    }

    public Task<T> CreateAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        _asked.Enqueue($"create {type.Kind} {entity.Metadata.Name}");
        return inner.CreateAsync(type, entity, cancellation);
    }

    public Task<T> ReplaceAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        _asked.Enqueue($"replace {type.Kind} {entity.Metadata.Name}");
        return inner.ReplaceAsync(type, entity, cancellation);
    }

    public Task<ApiObject?> PatchAsync(
        EntityType type, string? @namespace, string name, JsonObject patch, string? subresource, CancellationToken cancellation)
    {
        _asked.Enqueue($"patch {type.Kind} {name}");
        return inner.PatchAsync(type, @namespace, name, patch, subresource, cancellation);
    }

    public Task<bool> DeleteAsync(EntityType type, string? @namespace, string name, string? uid, CancellationToken cancellation)
    {
        _asked.Enqueue($"delete {type.Kind} {name}");
        return inner.DeleteAsync(type, @namespace, name, uid, cancellation);
    }

    public Task<JsonObject?> GetRawAsync(string path, CancellationToken cancellation)
    {
        _asked.Enqueue($"get {path}");
        return inner.GetRawAsync(path, cancellation);
    }
}
