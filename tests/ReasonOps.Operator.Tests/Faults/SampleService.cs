using ReasonOps.Operator.Tests.Clusters;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>A service with a child of every kind that the control plane serves.</summary>
internal static class SampleService
{
    public const string Core = "api/v1";
    public const string Apps = "apis/apps/v1";
    public const string Network = "apis/networking.k8s.io/v1";

    /// <summary>Its children and its status, each written once.</summary>
    public const int Writes = 13;

    public static string Manifest { get; } = Manifests.Service(more: "gateway: {replicas: 2, ingress: {host: math.example.com} }");

    /// <summary>Another spec of the same service: a child is changed, another is no longer wanted.</summary>
    public static string Changed { get; } = Manifests.Service(more: "replicas: 3\n  budget: {answerTokens: 64}\n  gateway: {replicas: 1}");

    /// <summary>Of every child: group, then resource and name.</summary>
    public static IReadOnlyList<(string Group, string Item)> Children(Version cluster)
    {
        var policy = cluster < new Version(1, 21) ? "apis/policy/v1beta1" : "apis/policy/v1";
        return
        [
            (Core, "serviceaccounts/math-engine"), (Network, "networkpolicies/math-engine"), (policy, "poddisruptionbudgets/math-engine"),
            (Core, "services/math-engine"), (Apps, "deployments/math-engine"), (Core, "serviceaccounts/math-gateway"), (Core, "secrets/math-snapshot"),
            (Network, "networkpolicies/math-gateway"), (policy, "poddisruptionbudgets/math-gateway"), (Core, "services/math"), (Apps, "deployments/math-gateway"),
            (Network, "ingresses/math"),
        ];
    }
}
