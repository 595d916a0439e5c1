using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>A model in an S3 bucket, synchronized into the cache before the engine starts.</summary>
internal static class BucketModel
{
    public static ModelFiles Of(ServicePlan plan, BucketSource source)
    {
        var from = $"s3://{source.Bucket}/{source.Path}";
        var to = $"{ModelFiles.CachePath}/s3/{source.Bucket}/{source.Path}".TrimEnd('/');
        return new()
        {
            Location = to,
            Volumes = [ModelCache.Volume(plan.Spec.Model.Cache), Scratch.Volume()],
            Mounts = [ModelCache.Mount()],
            Download = new()
            {
                ["name"] = "model",
                ["image"] = plan.Images.Download.Name,
                // sync takes folders only.
                ["args"] = to.EndsWith(".gguf", StringComparison.Ordinal)
                    ? Json.Texts("s3", "cp", "--no-progress", from, to) : Json.Texts("s3", "sync", "--no-progress", from, to),
                ["env"] = Json.List(new JsonObject { ["name"] = "HOME", ["value"] = Scratch.Path }),
                ["envFrom"] = ModelCache.Credentials(plan),
                ["securityContext"] = Security.Restricted(Security.AnyUser),
                ["volumeMounts"] = Json.List(ModelCache.Mount(), Scratch.Mount()),
            },
        };
    }
}
