using System.Text.Json;
using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>The Secrets that a spec takes keys from. Read without judging: a spec that is not valid names them just the same.</summary>
internal static class SecretNames
{
    private static readonly string[] Scoring = ["outcome", "process", "judge"];

    public static IReadOnlyList<SecretReference> Of(JsonElement spec) => [..
        spec.At("tenants").Entries().Select(tenant => tenant.At("keys", "secretRef"))
            .Concat(spec.At("engine", "endpoints").Entries().Select(endpoint => endpoint.At("keySecretRef")))
            .Concat(Scoring.Select(each => spec.At("scoring", each, "endpoint", "keySecretRef")))
            .Select(reference => (Name: reference.At("name").Text(), Key: reference.At("key").Text()))
            .Where(reference => !string.IsNullOrEmpty(reference.Name))
            .Select(reference => new SecretReference(reference.Name!, reference.Key))
            .Distinct()];
}
