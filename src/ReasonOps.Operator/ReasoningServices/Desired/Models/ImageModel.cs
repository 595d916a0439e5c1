using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Bodies;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>A model in an image, under <c>/models</c>: mounted as it is, or copied out of a container of it.</summary>
internal static class ImageModel
{
    private const string Name = "model";
    private const string Folder = "models";

    /// <summary>The first minor version whose servers take image volumes without a feature gate.</summary>
    private const int ImageVolumes = 35;

    public static ModelFiles Of(ServicePlan plan, ImageSource source) => plan.Served.Minor >= ImageVolumes ? Mounted(source) : Copied(source);

    private static ModelFiles Mounted(ImageSource source) => new()
    {
        Location = $"{ModelFiles.SourcePath}/{Folder}",
        Volumes = [new() { ["name"] = Name, ["image"] = new JsonObject { ["reference"] = source.Reference, ["pullPolicy"] = "IfNotPresent" } }],
        Mounts = [new() { ["name"] = Name, ["mountPath"] = ModelFiles.SourcePath, ["readOnly"] = true }],
    };

    private static ModelFiles Copied(ImageSource source) => new()
    {
        Location = $"{ModelFiles.SourcePath}/{Folder}",
        Volumes = [new() { ["name"] = Name, ["emptyDir"] = new JsonObject() }],
        Mounts = [new() { ["name"] = Name, ["mountPath"] = ModelFiles.SourcePath, ["readOnly"] = true }],
        Download = new()
        {
            ["name"] = "model",
            ["image"] = source.Reference,
            ["command"] = Json.Texts("cp", "-R", $"/{Folder}", ModelFiles.SourcePath),
            ["securityContext"] = Security.Restricted(Security.AnyUser),
            ["volumeMounts"] = Json.List(new JsonObject { ["name"] = Name, ["mountPath"] = ModelFiles.SourcePath }),
        },
    };
}
