using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <summary>
/// The verbs of the API server. Every call is rate-limited, tried again on 429, 5xx and broken connections where that is safe
/// (<c>Retry-After</c> is honoured, tries are bounded), and ends with its token.
/// </summary>
/// <remarks>
/// Failures are <see cref="KubernetesException"/>; an object that is not there is null or false, not an exception. Of lists and watches, an
/// object that does not fit its class is logged, counted and left out: it must not hide the others.
/// </remarks>
public interface IKubernetesClient
{
    /// <summary>Options with every class this client knows; camel case, nothing written for null.</summary>
    System.Text.Json.JsonSerializerOptions Json { get; }

    Task<T?> GetAsync<T>(EntityType type, string? @namespace, string name, CancellationToken cancellation) where T : class, IKubernetesObject;

    /// <summary>Pages of <paramref name="options"/>.Limit; the last one's resource version is where a watch begins.</summary>
    IAsyncEnumerable<ListPage<T>> ListAsync<T>(EntityType type, ListOptions options, CancellationToken cancellation) where T : class, IKubernetesObject;

    /// <summary>One connection's events, bookmarks included, until the server or the token ends it; 410 is a <see cref="KubernetesException"/>.</summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(EntityType type, ListOptions options, CancellationToken cancellation) where T : class, IKubernetesObject;

    /// <summary>Server-side apply. <paramref name="subresource"/> is <c>status</c> or null.</summary>
    Task<ApiObject> ApplyAsync(EntityType type, JsonObject desired, string fieldManager, string? subresource, CancellationToken cancellation);

    /// <summary>A POST of the whole object; a conflict is told as such (409).</summary>
    Task<T> CreateAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject;

    /// <summary>A PUT with the object's resource version; 409 where it moved on.</summary>
    Task<T> ReplaceAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject;

    /// <summary>JSON merge patch; null when the object is not there.</summary>
    Task<ApiObject?> PatchAsync(EntityType type, string? @namespace, string name, JsonObject patch, string? subresource, CancellationToken cancellation);

    /// <summary>False when it is not there. With <paramref name="uid"/> only that very object is deleted (409 otherwise).</summary>
    Task<bool> DeleteAsync(EntityType type, string? @namespace, string name, string? uid, CancellationToken cancellation);

    /// <summary>
    /// A raw GET: <c>/version</c>, <c>/apis</c>, <c>/readyz</c>. Null on 404; what is no JSON object comes as <c>{"text": ...}</c>.
    /// <c>/api</c> and <c>/apis</c> come as APIGroupDiscoveryList where the server offers that.
    /// </summary>
    Task<JsonObject?> GetRawAsync(string path, CancellationToken cancellation);
}

/// <param name="Namespace">Null: of every namespace.</param>
/// <param name="ResourceVersion">Of a watch: where it begins.</param>
public sealed record ListOptions(
    string? Namespace = null, string? LabelSelector = null, string? FieldSelector = null, string? ResourceVersion = null, int Limit = 500,
    bool MetadataOnly = false);

/// <param name="StartsOver">The list expired on its way and was read anew: drop the pages that came before.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? ResourceVersion, bool StartsOver = false);

/// <param name="Object">Of a bookmark: only its resource version means something.</param>
public sealed record WatchEvent<T>(WatchEventType Type, T Object);

public enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
