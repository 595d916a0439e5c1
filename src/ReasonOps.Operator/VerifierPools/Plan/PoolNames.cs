using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Plan;

/// <summary>Of the children of one pool: one for all of them. Before Kubernetes 1.34 no Service begins with a digit.</summary>
public readonly record struct PoolNames(string Pool)
{
    public string Verifier => char.IsAsciiDigit(Pool[0]) ? $"p{Pool}-verifier" : $"{Pool}-verifier";

    /// <summary>Where a pool answers, without a path.</summary>
    public static string Url(string pool, string @namespace, string clusterDomain) =>
        $"http://{new PoolNames(pool).Verifier}.{@namespace}.svc.{clusterDomain}:{Ports.Verifier}";
}
