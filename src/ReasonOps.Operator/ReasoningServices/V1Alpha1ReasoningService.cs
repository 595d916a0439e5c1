using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>The resource as the API server holds it; its spec is read (and judged) by <see cref="Api.Manifests.ManifestReader"/>, like any manifest.</summary>
[KubernetesEntity(Group = "reasonops.io", ApiVersion = "v1alpha1", Kind = ReasoningService.KindName, PluralName = "reasoningservices")]
public sealed record V1Alpha1ReasoningService : IKubernetesObject
{
    public string? ApiVersion { get => field ?? ReasoningService.Version; init; }
    public string? Kind { get => field ?? ReasoningService.KindName; init; }
    public required V1ObjectMeta Metadata { get; init; }
    public JsonElement Spec { get; init; }

    /// <summary>Undefined where there is none.</summary>
    public JsonElement Status { get; init; }
}
