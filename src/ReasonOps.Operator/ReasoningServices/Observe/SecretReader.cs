using System.Text;
using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>
/// Users' Secrets that services name. Of all others only name and version are held in memory; a named one is fetched when its version
/// changed, and its services are told.
/// </summary>
public sealed class SecretReader
{
    private readonly IKubernetesClient _client;
    private readonly IInformer<ApiObject> _informer;
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _services = [];
    private readonly Dictionary<ObjectKey, ObjectKey[]> _named = [];
    private readonly Dictionary<ObjectKey, Fetched> _fetched = [];

    public SecretReader(IKubernetesClient client, InformerFactory informers)
    {
        _client = client;
        _informer = informers.Make<ApiObject>(ChildKinds.Secret, new() { Select = new(MetadataOnly: true), Transform = Identity });
        _informer.Changed += Tell;
    }

    /// <summary>A Secret that this service names came, changed or went.</summary>
    public event Action<ObjectKey>? Changed;

    public IInformer Informer => _informer;

    /// <summary>Remembers what the service names before it looks, so that a Secret which comes in between is told.</summary>
    /// <returns>As <see cref="Api.Snapshots.SnapshotBuilder"/> takes them; what is missing is left out.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(
        ObjectKey service, IReadOnlyList<SecretReference> references, CancellationToken cancellation)
    {
        Name(service, [.. references.Select(reference => new ObjectKey(service.Namespace, reference.Name)).Distinct()]);
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var reference in references)
        {
            if (await FetchAsync(new(service.Namespace, reference.Name), cancellation) is not { } entries) continue;
            if (reference.Key is null) values[reference.Name] = [.. entries.Values];
            else if (entries.TryGetValue(reference.Key, out var value)) values[$"{reference.Name}/{reference.Key}"] = [value];
        }
        return values;
    }

    /// <summary>The service is gone; so is what was held for it alone.</summary>
    public void Forget(ObjectKey service) => Name(service, []);

    private async Task<SortedDictionary<string, string>?> FetchAsync(ObjectKey secret, CancellationToken cancellation)
    {
        if (_informer.Get(secret)?.Metadata is not { } seen) return null;
        lock (_lock)
            if (_fetched.TryGetValue(secret, out var known) && known.Uid == seen.Uid && known.Version == seen.ResourceVersion) return known.Entries;
        if (await _client.GetAsync<ApiObject>(ChildKinds.Secret, secret.Namespace, secret.Name, cancellation) is not { } live) return null;
        var fetched = new Fetched(live.Metadata.Uid, live.Metadata.ResourceVersion, Entries(live));
        lock (_lock)
            if (_services.ContainsKey(secret)) _fetched[secret] = fetched;
        return fetched.Entries;
    }

    /// <summary>Values come with the newline that a file ends with; no key has one.</summary>
    private static SortedDictionary<string, string> Entries(ApiObject secret)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in secret["data"].Labels())
            entries[name] = Encoding.UTF8.GetString(Convert.FromBase64String(value)).Trim();
        return entries;
    }

    private void Name(ObjectKey service, ObjectKey[] secrets)
    {
        lock (_lock)
        {
            if (_named.GetValueOrDefault(service) is { } before)
            {
                if (before.SequenceEqual(secrets)) return;
                foreach (var secret in before.Except(secrets)) Unname(secret, service);
            }
            if (secrets.Length == 0) _named.Remove(service);
            else _named[service] = secrets;
            foreach (var secret in secrets)
            {
                if (!_services.TryGetValue(secret, out var services)) _services.Add(secret, services = []);
                services.Add(service);
            }
        }
    }

    private void Unname(ObjectKey secret, ObjectKey service)
    {
        if (!_services.TryGetValue(secret, out var services) || !services.Remove(service) || services.Count > 0) return;
        _services.Remove(secret);
        _fetched.Remove(secret);
    }

    private void Tell(Change<ApiObject> change)
    {
        ObjectKey[] services;
        lock (_lock)
        {
            var secret = ObjectKey.Of(change.Object);
            services = _services.TryGetValue(secret, out var named) ? [.. named] : [];
            if (change.New is null) _fetched.Remove(secret);
        }
        foreach (var service in services) Changed?.Invoke(service);
    }

    /// <summary>Not its annotations: kubectl leaves a whole Secret in one of them.</summary>
    private static ApiObject Identity(ApiObject secret) => new(
        new V1ObjectMeta
        {
            Name = secret.Metadata.Name, Namespace = secret.Metadata.Namespace, Uid = secret.Metadata.Uid, ResourceVersion = secret.Metadata.ResourceVersion,
        },
        default);

    private sealed record Fetched(string? Uid, string? Version, SortedDictionary<string, string> Entries);
}
