using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Desired.Engines;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>A model of a hub, which the engine names by its repository and finds in the cache; what is not there yet it downloads itself.</summary>
internal static class HuggingFaceModel
{
    /// <summary>Weights in formats that neither engine would choose stay where they are.</summary>
    private const string Script = """
        import sys
        from huggingface_hub import snapshot_download
        snapshot_download(sys.argv[1], revision=(sys.argv[2:] or [None])[0],
            ignore_patterns=["original/*", "*.pt", "*.pth", "*.bin", "*.gguf", "*.onnx", "*.h5", "*.msgpack"])
        """;

    public static ModelFiles Of(ServicePlan plan, HuggingFaceSource source) => new()
    {
        Location = source.Repository,
        Revision = source.Revision,
        IsRepository = true,
        Volumes = [ModelCache.Volume(plan.Spec.Model.Cache)],
        Mounts = [ModelCache.Mount()],
        // llama.cpp's image has no Python; its server downloads the one file that it needs.
        Download = plan.Spec.Engine!.Runtime == RuntimeKind.LlamaCpp ? null : Download(plan, source),
    };

    private static JsonObject Download(ServicePlan plan, HuggingFaceSource source) => new()
    {
        ["name"] = "model",
        ["image"] = plan.EngineImage,
        ["command"] = Json.Texts(["python3", "-c", Script, source.Repository, .. source.Revision is { } revision ? new[] { revision } : []]),
        ["env"] = Json.List(new JsonObject { ["name"] = "HF_HOME", ["value"] = ModelFiles.CachePath }),
        ["envFrom"] = ModelCache.Credentials(plan),
        ["securityContext"] = EngineSecurity.Of(plan),
        ["volumeMounts"] = Json.List(ModelCache.Mount()),
    };
}
