using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Fairness;
using ReasonOps.Gateway.Tenants;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>
/// What a snapshot must be for this gateway to serve it. Manifests are validated before they become snapshots; this guards
/// against a hand-written one.
/// </summary>
internal static class SnapshotRules
{
    /// <returns>Every fault as <c>tenants[1].votes: ...</c>; none when it can be served.</returns>
    public static IReadOnlyList<string> Check(GatewaySnapshot snapshot) =>
    [
        .. Service(snapshot),
        .. Engines(snapshot.Engines),
        .. snapshot.Tenants.SelectMany((tenant, i) => Tenant(tenant).Select(fault => $"tenants[{i}].{fault}")),
        .. Repeated(snapshot.Tenants.Select(tenant => tenant.Name)).Select(name => $"tenants: \"{name}\" is there twice"),
        .. Repeated(snapshot.Tenants.SelectMany(tenant => tenant.KeyHashes)).Select(_ => "tenants: a key belongs to two, or is listed twice"),
    ];

    private static IEnumerable<string> Service(GatewaySnapshot snapshot)
    {
        if (string.IsNullOrWhiteSpace(snapshot.Model)) yield return "model: is empty";
    }

    private static IEnumerable<string> Engines(EngineTargets engines)
    {
        if (engines.Fixed.Count == 0 && engines.Dns is null) yield return "engines: neither fixed nor dns says where they are";
        foreach (var url in engines.Fixed.Select(target => target.Url).Concat(engines.Dns is { } dns ? [dns] : []))
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                yield return $"engines: \"{url}\" is not an http or https URL";
    }

    private static IEnumerable<string> Tenant(TenantSnapshot tenant)
    {
        if (tenant.Name.Length == 0) yield return "name: is empty";
        if (!tenant.KeyHashes.All(hash => KeyHash.TryParse(hash, out _))) yield return "keyHashes: one is not a SHA-256 in 64 hex digits";
        if (!tenant.Strategies.Contains(tenant.Strategy)) yield return $"strategy: {tenant.Strategy} is not among its strategies";
        if (tenant.Votes is not { Default: >= 1 } || tenant.Votes.Max < tenant.Votes.Default) yield return "votes: 1 <= default <= max does not hold";
        if (tenant.ReasoningTokens is not { Default: >= 1 } || tenant.ReasoningTokens.Max < tenant.ReasoningTokens.Default)
            yield return "reasoningTokens: 1 <= default <= max does not hold";
        if (tenant.AnswerTokens < 1) yield return $"answerTokens: {tenant.AnswerTokens} is below 1";
        if (tenant.DeadlineSeconds is not (> 0 and <= 86_400))
            yield return $"deadlineSeconds: {tenant.DeadlineSeconds} is not above 0 and up to 86400";
        if (tenant.Limits is { RequestsPerMinute: < 1 } or { TokensPerMinute: < 1 } or { Concurrent: < 1 } or { TokensPerDay: < 1 })
            yield return "limits: one is below 1; leave it out for no limit";
        if (!Enum.GetNames<Priority>().Contains(tenant.Priority))
            yield return $"priority: \"{tenant.Priority}\" is not one; use {string.Join(", ", Enum.GetNames<Priority>())}";
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> values) =>
        values.GroupBy(value => value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key);
}
