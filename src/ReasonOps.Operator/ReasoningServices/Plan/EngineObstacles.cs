using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Why engines that are wanted cannot be started on this cluster, or at all.</summary>
internal static class EngineObstacles
{
    /// <param name="engine">Defaulted; its runtime is one that can be started.</param>
    /// <param name="source">Of the model.</param>
    /// <param name="devices">Null for CPUs alone.</param>
    /// <param name="served">What the cluster serves.</param>
    public static IEnumerable<Remark> Of(EngineSpec engine, ModelSource source, DeviceRequest? devices, ServedKinds served)
    {
        if (devices is { Nodes: > 1 } && ChildKinds.Group(served) is null)
            yield return new(Blocks: true, "KindNotServed", $"spec.engine.accelerator.nodes: {devices.Nodes} needs LeaderWorkerSet "
                + "(leaderworkerset.x-k8s.io/v1), which this cluster does not serve; install it, or lower nodes to 1");
        if (devices is null && engine is { Runtime: RuntimeKind.Sglang, Image: null, PodTemplate: null })
            yield return new(Blocks: true, "AcceleratorMissing",
                "spec.engine.accelerator: sglang's own image needs one; give a preset or memory, or an engine.image for CPUs");
        if (source is HuggingFaceSource && engine.Runtime == RuntimeKind.Onnx)
            yield return new(Blocks: true, "ModelSourceNotServed",
                "spec.model.uri: onnx loads embedded://, pvc://, oci:// and s3:// models; put the exported model there, or use vllm, sglang or llamacpp");
        if (source is HuggingFaceSource { Revision: not null } && engine.Runtime == RuntimeKind.LlamaCpp)
            yield return new(Blocks: true, "ModelSourceNotServed",
                "spec.model.uri: llamacpp downloads no revision; take @... away, or put the file where pvc:// or s3:// finds it");
    }
}
