using System.Security.Cryptography;
using System.Text;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;

namespace ReasonOps.Api.Snapshots;

/// <summary>What a gateway needs of a valid service, every default resolved and every key hashed.</summary>
public static class SnapshotBuilder
{
    // Strategies that need no settings: a thousand tenants have to fit into one Secret.
    private static readonly StrategyKind[] Plain = [StrategyKind.SingleChain, StrategyKind.MajorityVote];

    /// <param name="service">Without errors; defaulted or not.</param>
    /// <param name="keysBySecret">Plain API keys by the name of their Secret; <c>name/entry</c> where a tenant names an entry.</param>
    /// <param name="engines">Where the engines turned out to be.</param>
    /// <exception cref="InvalidSnapshotException">A secret is missing or empty, or two tenants hold the same key.</exception>
    public static GatewaySnapshot Build(
        ReasoningService service, IReadOnlyDictionary<string, IReadOnlyList<string>> keysBySecret, EngineTargets engines)
    {
        var draft = Draft(service, keysBySecret, engines);
        return draft.Faults.Count == 0 ? draft.Snapshot : throw new InvalidSnapshotException(draft.Faults[0].Message);
    }

    /// <summary>As <see cref="Build"/>, with what is wrong with keys told instead of thrown: such a key is left out, the rest is served.</summary>
    public static SnapshotDraft Draft(
        ReasoningService service, IReadOnlyDictionary<string, IReadOnlyList<string>> keysBySecret, EngineTargets engines)
    {
        var spec = ServiceDefaults.Apply(service).Spec;
        var format = spec.Model.AnswerFormat!;
        var faults = new List<KeyFault>();
        var tenants = spec.Tenants.Select(tenant => Tenant(tenant, KeysOf(tenant, keysBySecret, faults))).ToArray();
        var snapshot = new GatewaySnapshot
        {
            Service = service.Metadata.Name,
            Model = spec.Model.Name,
            Engines = engines with { KeyValueTokens = engines.KeyValueTokens ?? spec.TokensThatFit() },
            AnswerFormat = new AnswerFormatSnapshot(format.Kind.ToString(), format.Pattern),
            Tenants = WithoutSharedKeys(tenants, faults),
            Gateways = spec.Gateway!.Replicas is > 1 and var several ? several : null,
            Steps = spec.Model.Steps,
        };
        return new(snapshot, faults);
    }

    /// <summary>SHA-256 of an API key, lower-case hex: how a gateway knows a key it was never given.</summary>
    public static string HashKey(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static TenantSnapshot Tenant(TenantSpec tenant, IEnumerable<string> keys) => new()
    {
        Name = tenant.Name,
        KeyHashes = [.. keys.Distinct(StringComparer.Ordinal).Select(HashKey)],
        Strategy = tenant.Strategy!.Value.ToString(),
        Strategies = [.. tenant.Strategies!.Prepend(tenant.Strategy.Value).Distinct().Select(kind => kind.ToString())],
        Votes = Bounds(tenant.Votes!),
        Stop = new StopSnapshot(tenant.Stop!.Rule!.Value.ToString(), tenant.Stop.Confidence!.Value, tenant.Stop.Window!.Value),
        Settings = tenant.Strategies!.Prepend(tenant.Strategy.Value).All(Plain.Contains)
            ? new() { MinReasoningTokens = tenant.MinReasoningTokens!.Value }
            : Settings(tenant),
        ReasoningTokens = Bounds(tenant.Budget!.ReasoningTokens!),
        AnswerTokens = tenant.Budget.AnswerTokens!.Value,
        DeadlineSeconds = tenant.Deadline!.Value.Span.TotalSeconds,
        WhenSpent = tenant.WhenSpent!.Value.ToString(),
        Limits = Limits(tenant.Limits),
        Price = Price(tenant.Price),
        Share = tenant.Share!.Value,
        Priority = tenant.Priority!.Value.ToString(),
    };

    private static StrategySnapshot Settings(StrategyFields fields) => new()
    {
        MinReasoningTokens = fields.MinReasoningTokens!.Value,
        Reward = new RewardSnapshot(fields.Reward!.Aggregate!.Value.ToString(), fields.Reward.By!.Value.ToString()),
        Confidence = new ConfidenceSnapshot(fields.Confidence!.Window!.Value, fields.Confidence.WarmUp!.Value, fields.Confidence.Keep!.Value),
        Search = Search(fields.Search!),
        Cascade = Cascade(fields.Cascade!),
        Probe = fields.Probe,
        Table = [.. fields.Table!.Select(row => new ComputeRowSnapshot(row.Agreement, row.Strategy.ToString(), row.Votes))],
    };

    private static SearchSnapshot Search(SearchSpec search) => new(
        search.Beams!.Value, search.Depth!.Value, search.Lookahead!.Value, search.Completions!.Value, search.Exploration!.Value, search.Branching!.Value);

    private static CascadeSnapshot Cascade(CascadeSpec cascade) =>
        new(cascade.First!.Value.ToString(), cascade.FirstVotes!.Value, cascade.Below!.Value, cascade.Then!.Value.ToString());

    private static Bounded Bounds(BoundedCount count) => new(count.Default!.Value, count.Max!.Value);

    private static LimitsSnapshot Limits(TenantLimits? limits) =>
        new(limits?.RequestsPerMinute, limits?.TokensPerMinute, limits?.Concurrent, limits?.TokensPerDay);

    private static PriceSnapshot? Price(TenantPrice? price) => price is null
        ? null
        : new(price.InputPerMillion!.Value, price.ReasoningPerMillion!.Value, price.AnswerPerMillion!.Value);

    private static IEnumerable<string> KeysOf(
        TenantSpec tenant, IReadOnlyDictionary<string, IReadOnlyList<string>> keysBySecret, List<KeyFault> faults)
    {
        var name = tenant.Keys.SecretRef.ToString();
        var keys = keysBySecret.GetValueOrDefault(name) ?? [];
        if (keys.Count == 0)
            faults.Add(new(KeyFaultKind.Missing, $"tenant {tenant.Name} takes its keys from secret {name}, which holds none"));
        else if (keys.Any(string.IsNullOrWhiteSpace))
            faults.Add(new(KeyFaultKind.Missing, $"tenant {tenant.Name} takes its keys from secret {name}, where one is empty"));
        // A file's last newline is easily put into a Secret; no header carries it.
        return keys.Where(key => !string.IsNullOrWhiteSpace(key)).Select(key => key.Trim());
    }

    private static IReadOnlyList<TenantSnapshot> WithoutSharedKeys(TenantSnapshot[] tenants, List<KeyFault> faults)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (hash, tenant) in tenants.SelectMany(tenant => tenant.KeyHashes.Select(hash => (hash, tenant.Name))))
        {
            if (!owners.TryAdd(hash, tenant) && shared.Add(hash))
                faults.Add(new(KeyFaultKind.Shared, $"tenants {owners[hash]} and {tenant} hold the same key; every key belongs to one tenant"));
        }
        return [.. tenants.Select(tenant => tenant with { KeyHashes = [.. tenant.KeyHashes.Where(hash => !shared.Contains(hash))] })];
    }
}
