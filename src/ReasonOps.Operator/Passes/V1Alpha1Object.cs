using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Passes;

/// <summary>An object of ours as the API server holds it; its spec is read (and judged) by <see cref="Api.Manifests.ManifestReader"/>, like any manifest.</summary>
public abstract record V1Alpha1Object : IKubernetesObject
{
    public string? ApiVersion { get => field ?? ReasoningService.Version; init; }
    public string? Kind { get => field ?? OwnKind; init; }
    public required V1ObjectMeta Metadata { get; init; }
    public JsonElement Spec { get; init; }

    /// <summary>Undefined where there is none.</summary>
    public JsonElement Status { get; init; }

    /// <summary>A list's items come without theirs.</summary>
    protected abstract string OwnKind { get; }
}
