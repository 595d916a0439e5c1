using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>Where downloads are kept: a claim of the user's, or a directory that goes with the pod.</summary>
internal static class ModelCache
{
    private const long Gibibyte = 1L << 30;
    private const string Name = "model-cache";

    public static JsonObject Volume(ModelCacheSpec? cache) => cache?.ClaimName is { } claim
        ? new() { ["name"] = Name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } }
        : new() { ["name"] = Name, ["emptyDir"] = new JsonObject { ["sizeLimit"] = Size(cache) } };

    public static JsonObject Mount() => new() { ["name"] = Name, ["mountPath"] = ModelFiles.CachePath };

    private static string? Size(ModelCacheSpec? cache) =>
        cache?.Size is not { } size ? null : size.Value % Gibibyte == 0 ? $"{size.Value / Gibibyte:0}Gi" : size.ToString();

    /// <summary>The environment of a download: <c>HF_TOKEN</c>, <c>AWS_ACCESS_KEY_ID</c> and the like.</summary>
    public static JsonArray? Credentials(ServicePlan plan) => plan.Spec.Model.CredentialsRef is { } secret
        ? Json.List(new JsonObject { ["secretRef"] = new JsonObject { ["name"] = secret.Name } })
        : null;
}
