using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;

namespace ReasonOps.Kubernetes.Discovery;

/// <summary>Asks a server what it serves: by aggregated discovery (1.26 and later), else one group version after the other.</summary>
public static class Discovery
{
    private const int AtOnce = 8;

    /// <exception cref="KubernetesException">
    /// The server cannot be reached, or refuses. A group that is served by another server and broken is no failure.
    /// </exception>
    public static async Task<ServedKinds> ReadAsync(IKubernetesClient client, CancellationToken cancellation)
    {
        var version = await RequiredAsync(client, "/version", cancellation);
        var found = new Found();
        await CoreAsync(client, found, cancellation);
        await GroupsAsync(client, found, cancellation);
        return new(found.Kinds.Keys.ToHashSet(StringComparer.Ordinal), Minor(version)) { Unread = found.Unread.Keys.ToHashSet(StringComparer.Ordinal) };
    }

    private static async Task CoreAsync(IKubernetesClient client, Found found, CancellationToken cancellation)
    {
        if (await client.GetRawAsync("/api", cancellation) is { } core && AggregatedDiscovery.IsIn(core)) AggregatedDiscovery.Read(core, found);
        else found.Add("v1", await RequiredAsync(client, "/api/v1", cancellation));
    }

    private static async Task GroupsAsync(IKubernetesClient client, Found found, CancellationToken cancellation)
    {
        var groups = await RequiredAsync(client, "/apis", cancellation);
        if (AggregatedDiscovery.IsIn(groups))
        {
            AggregatedDiscovery.Read(groups, found);
            return;
        }
        var walk = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(GroupVersions(groups), walk, async (version, token) => await VersionAsync(client, version, found, token));
    }

    private static async Task VersionAsync(IKubernetesClient client, string version, Found found, CancellationToken cancellation)
    {
        try
        {
            if (await client.GetRawAsync($"/apis/{version}", cancellation) is { } resources) found.Add(version, resources);
            else found.Unread.TryAdd(version, true);
        }
        // The server is there, and what it hands this group on to is not.
        catch (KubernetesException exception) when ((int?)exception.Status >= 500)
        {
            found.Unread.TryAdd(version, true);
        }
    }

    private static IEnumerable<string> GroupVersions(JsonObject groups) =>
        from @group in groups["groups"].Objects()
        from version in @group["versions"].Objects()
        where version.Text("groupVersion") is not null
        select version.Text("groupVersion");

    private static async Task<JsonObject> RequiredAsync(IKubernetesClient client, string path, CancellationToken cancellation) =>
        await client.GetRawAsync(path, cancellation)
        ?? throw new KubernetesException(System.Net.HttpStatusCode.NotFound, "NotFound", $"{path} is not served: this is no Kubernetes API server");

    /// <summary>Clouds write 27+.</summary>
    private static int Minor(JsonObject version)
    {
        var text = version.Text("minor") ?? "";
        return int.TryParse(text.AsSpan().TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? minor
            : throw new KubernetesException(null, "Unreadable", $"/version calls the minor version \"{text}\"; a number is wanted");
    }
}

internal sealed class Found
{
    public ConcurrentDictionary<string, bool> Kinds { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, bool> Unread { get; } = new(StringComparer.Ordinal);

    /// <param name="resources">An APIResourceList.</param>
    public void Add(string apiVersion, JsonObject resources)
    {
        foreach (var resource in resources["resources"].Objects())
        {
            // Subresources come with a slash, and with kinds that are no objects: Scale, Eviction.
            if (resource.Text("kind") is { } kind && resource.Text("name") is { } name && !name.Contains('/', StringComparison.Ordinal))
                Kinds.TryAdd($"{apiVersion}/{kind}", true);
        }
    }
}
