namespace ReasonOps.Operator.Tests.Clusters;

internal static class Manifests
{
    public static string Service(string name = "math", string more = "", string tenants = "") => $$"""
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: {{name}}}
        spec:
          model: {name: math, uri: "embedded://arithmetic"}
          tenants:
          - {name: free, keys: {secretRef: {name: free-keys} } }
          {{tenants}}
          {{more}}
        """;

    /// <summary>Of one entry.</summary>
    public static string Secret(string name = "free-keys", string key = "rk-1") => $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{name}}}
        stringData: {key: "{{key}}"}
        """;
}
