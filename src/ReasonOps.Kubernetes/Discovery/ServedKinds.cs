namespace ReasonOps.Kubernetes.Discovery;

/// <summary>What a server serves, from discovery; pure, so that a plan can be made without a server.</summary>
/// <param name="Kinds">As <c>policy/v1/PodDisruptionBudget</c>; the core group as <c>v1/Pod</c>.</param>
/// <param name="Minor">Of the server's version 1.x.</param>
public sealed record ServedKinds(IReadOnlySet<string> Kinds, int Minor)
{
    /// <summary>Group versions, as <c>metrics.k8s.io/v1beta1</c>, that did not answer: of their kinds nothing is known.</summary>
    public IReadOnlySet<string> Unread { get; init; } = new HashSet<string>();

    public bool Serves(string apiVersion, string kind) => Kinds.Contains($"{apiVersion}/{kind}");
}
