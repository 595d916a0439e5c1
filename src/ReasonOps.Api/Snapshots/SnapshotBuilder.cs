using System.Security.Cryptography;
using System.Text;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Snapshots;

/// <summary>What a gateway needs of a valid service, every default resolved and every key hashed.</summary>
public static class SnapshotBuilder
{
    /// <param name="service">Without errors; defaulted or not.</param>
    /// <param name="keysBySecret">Plain API keys by the name of their Secret; <c>name/entry</c> where a tenant names an entry.</param>
    /// <param name="engines">Where the engines turned out to be.</param>
    /// <exception cref="InvalidSnapshotException">A secret is missing or empty, or two tenants hold the same key.</exception>
    public static GatewaySnapshot Build(
        ReasoningService service, IReadOnlyDictionary<string, IReadOnlyList<string>> keysBySecret, EngineTargets engines)
    {
        var spec = ServiceDefaults.Apply(service).Spec;
        var format = spec.Model.AnswerFormat!;
        var tenants = spec.Tenants.Select(tenant => Tenant(tenant, keysBySecret)).ToArray();
        RefuseSharedKeys(tenants);
        return new GatewaySnapshot
        {
            Service = service.Metadata.Name,
            Model = spec.Model.Name,
            Engines = engines,
            AnswerFormat = new AnswerFormatSnapshot(format.Kind.ToString(), format.Pattern),
            Tenants = tenants,
        };
    }

    /// <summary>SHA-256 of an API key, lower-case hex: how a gateway knows a key it was never given.</summary>
    public static string HashKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static TenantSnapshot Tenant(TenantSpec tenant, IReadOnlyDictionary<string, IReadOnlyList<string>> keysBySecret) => new()
    {
        Name = tenant.Name,
        KeyHashes = [.. KeysOf(tenant, keysBySecret).Distinct(StringComparer.Ordinal).Select(HashKey)],
        Strategy = tenant.Strategy!.Value.ToString(),
        Strategies = [.. tenant.Strategies!.Prepend(tenant.Strategy.Value).Distinct().Select(kind => kind.ToString())],
        Votes = Bounds(tenant.Votes!),
        Stop = new StopSnapshot(tenant.Stop!.Rule!.Value.ToString(), tenant.Stop.Confidence!.Value, tenant.Stop.Window!.Value),
        ReasoningTokens = Bounds(tenant.Budget!.ReasoningTokens!),
        AnswerTokens = tenant.Budget.AnswerTokens!.Value,
        DeadlineSeconds = tenant.Deadline!.Value.Span.TotalSeconds,
        WhenSpent = tenant.WhenSpent!.Value.ToString(),
        Limits = Limits(tenant.Limits),
        Price = Price(tenant.Price),
        Share = tenant.Share!.Value,
    };

    private static Bounded Bounds(BoundedCount count) => new(count.Default!.Value, count.Max!.Value);

    private static LimitsSnapshot Limits(TenantLimits? limits) =>
        new(limits?.RequestsPerMinute, limits?.TokensPerMinute, limits?.Concurrent, limits?.TokensPerDay);

    private static PriceSnapshot? Price(TenantPrice? price) => price is null
        ? null
        : new(price.InputPerMillion!.Value, price.ReasoningPerMillion!.Value, price.AnswerPerMillion!.Value);

    private static IReadOnlyList<string> KeysOf(TenantSpec tenant, IReadOnlyDictionary<string, IReadOnlyList<string>> keysBySecret)
    {
        var secret = tenant.Keys.SecretRef;
        var name = secret.Key is null ? secret.Name : $"{secret.Name}/{secret.Key}";
        if (!keysBySecret.TryGetValue(name, out var keys) || keys.Count == 0)
            throw new InvalidSnapshotException($"tenant {tenant.Name} takes its keys from secret {name}, which holds none");
        if (keys.Any(string.IsNullOrWhiteSpace))
            throw new InvalidSnapshotException($"tenant {tenant.Name} takes its keys from secret {name}, where one is empty");
        return keys;
    }

    private static void RefuseSharedKeys(IEnumerable<TenantSnapshot> tenants)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (hash, tenant) in tenants.SelectMany(tenant => tenant.KeyHashes.Select(hash => (hash, tenant.Name))))
        {
            if (!owners.TryAdd(hash, tenant))
                throw new InvalidSnapshotException($"tenants {owners[hash]} and {tenant} hold the same key; every key belongs to one tenant");
        }
    }
}
