using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Images of new workloads whose spec names none; running ones keep theirs.</summary>
internal static class UsualImages
{
    public const string BucketDownload = "amazon/aws-cli:2.27.50";

    public static string Of(RuntimeKind runtime, DeviceRequest? devices, string own) => (runtime, devices?.Resource) switch
    {
        (RuntimeKind.Vllm, DeviceRequest.Amd) => "vllm/vllm-openai-rocm:v0.18.0",
        (RuntimeKind.Vllm, _) => "vllm/vllm-openai:v0.18.0",
        (RuntimeKind.Sglang, DeviceRequest.Amd) => "lmsysorg/sglang:v0.5.9-rocm700-mi30x",
        (RuntimeKind.Sglang, _) => "lmsysorg/sglang:v0.5.9",
        (RuntimeKind.LlamaCpp, DeviceRequest.Amd) => "ghcr.io/ggml-org/llama.cpp:server-rocm",
        (RuntimeKind.LlamaCpp, DeviceRequest.Nvidia) => "ghcr.io/ggml-org/llama.cpp:server-cuda",
        (RuntimeKind.LlamaCpp, _) => "ghcr.io/ggml-org/llama.cpp:server",
        _ => own,
    };
}
