using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>A model in an image, under <c>/models</c>: mounted as it is, or copied out of a container of it (which then needs <c>sh</c> and <c>cp</c>).</summary>
internal static class ImageModel
{
    private const string Name = "model";
    private const string Folder = "models";

    /// <summary>The first minor version whose servers take image volumes without a feature gate.</summary>
    private const int ImageVolumes = 35;

    /// <summary>Once for each directory, however often a pod starts.</summary>
    private const string Copy = """test -e "$0/complete" || { mkdir -p "$0" && cp -R /models "$0" && touch "$0/complete"; }""";

    public static ModelFiles Of(ServicePlan plan, ImageSource source) => plan.Served.Minor >= ImageVolumes ? Mounted(source) : Copied(plan, source);

    private static ModelFiles Mounted(ImageSource source) => new()
    {
        Location = $"{ModelFiles.SourcePath}/{Folder}",
        Volumes = [new() { ["name"] = Name, ["image"] = new JsonObject { ["reference"] = source.Reference, ["pullPolicy"] = "IfNotPresent" } }],
        Mounts = [new() { ["name"] = Name, ["mountPath"] = ModelFiles.SourcePath, ["readOnly"] = true }],
    };

    private static ModelFiles Copied(ServicePlan plan, ImageSource source)
    {
        var to = $"{ModelFiles.CachePath}/oci/{source.Reference.Replace(':', '_').Replace('@', '_')}";
        return new()
        {
            Location = $"{to}/{Folder}",
            Volumes = [ModelCache.Volume(plan.Spec.Model.Cache)],
            Mounts = [ModelCache.Mount()],
            Download = new()
            {
                ["name"] = Name,
                ["image"] = source.Reference,
                ["command"] = Json.Texts("sh", "-c", Copy, to),
                ["securityContext"] = Security.Restricted(Security.AnyUser),
                ["volumeMounts"] = Json.List(ModelCache.Mount()),
            },
        };
    }
}
