using System.Text;
using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Caches;

/// <summary>
/// Users' Secrets that objects of ours name. Of all others only name and version are held in memory; a named one is fetched when its version
/// changed, and who names it is told.
/// </summary>
public sealed class SecretReader
{
    private readonly IKubernetesClient _client;
    private readonly IInformer<ApiObject> _informer;
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, HashSet<OwnerKey>> _owners = [];
    private readonly Dictionary<OwnerKey, ObjectKey[]> _named = [];
    private readonly Dictionary<ObjectKey, Fetched> _fetched = [];

    public SecretReader(IKubernetesClient client, InformerFactory informers)
    {
        _client = client;
        _informer = informers.Make<ApiObject>(ChildKinds.Secret, new() { Select = new(MetadataOnly: true), Transform = Identity });
        _informer.Changed += Tell;
    }

    /// <summary>A Secret that this one names came, changed or went.</summary>
    public event Action<OwnerKey>? Changed;

    public IInformer Informer => _informer;

    /// <summary>Remembers what the owner names before it looks, so that a Secret which comes in between is told.</summary>
    /// <returns>As <see cref="Api.Snapshots.SnapshotBuilder"/> takes them; what is missing is left out.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(
        OwnerKey owner, IReadOnlyList<SecretReference> references, CancellationToken cancellation)
    {
        Name(owner, [.. references.Select(reference => new ObjectKey(owner.Key.Namespace, reference.Name)).Distinct()]);
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var reference in references)
        {
            if (await FetchAsync(new(owner.Key.Namespace, reference.Name), cancellation) is not { } entries) continue;
            if (reference.Key is null) values[reference.Name] = [.. entries.Values];
            else if (entries.TryGetValue(reference.Key, out var value)) values[$"{reference.Name}/{reference.Key}"] = [value];
        }
        return values;
    }

    /// <summary>The owner is gone; so is what was held for it alone.</summary>
    public void Forget(OwnerKey owner) => Name(owner, []);

    private async Task<SortedDictionary<string, string>?> FetchAsync(ObjectKey secret, CancellationToken cancellation)
    {
        if (_informer.Get(secret)?.Metadata is not { } seen) return null;
        lock (_lock)
            if (_fetched.TryGetValue(secret, out var known) && known.Uid == seen.Uid && known.Version == seen.ResourceVersion) return known.Entries;
        if (await _client.GetAsync<ApiObject>(ChildKinds.Secret, secret.Namespace, secret.Name, cancellation) is not { } live) return null;
        var fetched = new Fetched(live.Metadata.Uid, live.Metadata.ResourceVersion, Entries(live));
        lock (_lock)
            if (_owners.ContainsKey(secret)) _fetched[secret] = fetched;
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

    private void Name(OwnerKey owner, ObjectKey[] secrets)
    {
        lock (_lock)
        {
            if (_named.GetValueOrDefault(owner) is { } before)
            {
                if (before.SequenceEqual(secrets)) return;
                foreach (var secret in before.Except(secrets)) Unname(secret, owner);
            }
            if (secrets.Length == 0) _named.Remove(owner);
            else _named[owner] = secrets;
            foreach (var secret in secrets)
            {
                if (!_owners.TryGetValue(secret, out var owners)) _owners.Add(secret, owners = []);
                owners.Add(owner);
            }
        }
    }

    private void Unname(ObjectKey secret, OwnerKey owner)
    {
        if (!_owners.TryGetValue(secret, out var owners) || !owners.Remove(owner) || owners.Count > 0) return;
        _owners.Remove(secret);
        _fetched.Remove(secret);
    }

    private void Tell(Change<ApiObject> change)
    {
        OwnerKey[] owners;
        lock (_lock)
        {
            var secret = ObjectKey.Of(change.Object);
            owners = _owners.TryGetValue(secret, out var named) ? [.. named] : [];
            if (change.New is null) _fetched.Remove(secret);
        }
        foreach (var owner in owners) Changed?.Invoke(owner);
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
