using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Discovery;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Why engines that are wanted cannot be started on this cluster, or at all.</summary>
internal static class EngineObstacles
{
    public static IEnumerable<Remark> Of(RuntimeKind runtime, ModelSource source, DeviceRequest? devices, ServedKinds served)
    {
        if (devices is { Nodes: > 1 } && runtime is not (RuntimeKind.Vllm or RuntimeKind.Sglang))
            yield return new(Blocks: true, "RuntimeOnOneNode",
                $"spec.engine.accelerator.nodes: {Word(runtime)} runs on one node; lower it to 1, or use vllm or sglang");
        else if (devices is { Nodes: > 1 } && !served.Serves("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet"))
            yield return new(Blocks: true, "KindNotServed",
                $"spec.engine.accelerator.nodes: {devices.Nodes} needs LeaderWorkerSet (leaderworkerset.x-k8s.io/v1), which this cluster does not serve; install it, or lower nodes to 1");
        if (source is HuggingFaceSource && runtime == RuntimeKind.Onnx)
            yield return new(Blocks: true, "ModelSourceNotServed",
                "spec.model.uri: onnx loads embedded://, pvc://, oci:// and s3:// models; put the exported model there, or use vllm, sglang or llamacpp");
        if (source is HuggingFaceSource { Revision: not null } && runtime == RuntimeKind.LlamaCpp)
            yield return new(Blocks: true, "ModelSourceNotServed",
                "spec.model.uri: llamacpp downloads no revision; take @... away, or put the file where pvc:// or s3:// finds it");
    }

    private static string Word(RuntimeKind runtime) => runtime.ToString().ToLowerInvariant();
}
