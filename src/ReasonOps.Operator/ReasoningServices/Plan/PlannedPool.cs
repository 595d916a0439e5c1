using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.VerifierPools.Plan;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>The pool that a service's gateways ask.</summary>
/// <param name="Url">Without a path.</param>
/// <param name="Key">That the pool asks for; null where it asks for none, or it is not there.</param>
public sealed record PlannedPool(string Name, string Url, bool IsReady, string? Key)
{
    internal static PlannedPool? Of(ReferencedPool? pool, string @namespace, string clusterDomain, IReadOnlyDictionary<string, IReadOnlyList<string>> secrets) =>
        pool is null ? null : new(
            pool.Name, PoolNames.Url(pool.Name, @namespace, clusterDomain), pool.IsReady,
            pool.Keys is { } keys && secrets.GetValueOrDefault(keys.ToString()) is [var first, ..] && !string.IsNullOrWhiteSpace(first) ? first.Trim() : null);
}
