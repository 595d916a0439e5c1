using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>A model on a claim of the user's, which no engine writes to.</summary>
internal static class ClaimModel
{
    private const string Name = "model";

    public static ModelFiles Of(ClaimSource source) => new()
    {
        Location = source.Path.Length == 0 ? ModelFiles.SourcePath : $"{ModelFiles.SourcePath}/{source.Path}",
        Volumes = [new() { ["name"] = Name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = source.Claim, ["readOnly"] = true } }],
        Mounts = [new() { ["name"] = Name, ["mountPath"] = ModelFiles.SourcePath, ["readOnly"] = true }],
    };
}
