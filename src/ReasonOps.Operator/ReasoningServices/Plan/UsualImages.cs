using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Images of new workloads whose spec names none; running ones keep theirs.</summary>
internal static class UsualImages
{
    public const string BucketDownload = "amazon/aws-cli:2.27.9";

    public static string Of(RuntimeKind runtime, DeviceRequest? devices, string own) => (runtime, devices?.Resource) switch
    {
        (RuntimeKind.Vllm, DeviceRequest.Amd) => "vllm/vllm-openai-rocm:v0.30.0",
        (RuntimeKind.Vllm, null) => "vllm/vllm-openai-cpu:v0.30.0",
        (RuntimeKind.Vllm, _) => "vllm/vllm-openai:v0.30.0",
        (RuntimeKind.Sglang, DeviceRequest.Amd) => "lmsysorg/sglang:v0.5.16-rocm720-mi30x",
        (RuntimeKind.Sglang, _) => "lmsysorg/sglang:v0.5.16",
        (RuntimeKind.LlamaCpp, DeviceRequest.Amd) => "ghcr.io/ggml-org/llama.cpp:server-rocm-b11277",
        (RuntimeKind.LlamaCpp, DeviceRequest.Nvidia) => "ghcr.io/ggml-org/llama.cpp:server-cuda-b11206",
        (RuntimeKind.LlamaCpp, _) => "ghcr.io/ggml-org/llama.cpp:server-b11206",
        _ => own,
    };
}
