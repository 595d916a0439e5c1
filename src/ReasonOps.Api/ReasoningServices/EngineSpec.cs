using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>Engines to start, or <see cref="Endpoints"/> that already run; never both.</summary>
public sealed record EngineSpec
{
    /// <summary>Unless said: <c>openai</c> before endpoints, <c>onnx</c> for an <c>embedded://</c> model, else <c>vllm</c>.</summary>
    public RuntimeKind? Runtime { get; init; }
    public AcceleratorSpec? Accelerator { get; init; }

    /// <summary>Passed through to the engine.</summary>
    public IReadOnlyList<string>? Args { get; init; }
    public string? Image { get; init; }
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    /// <summary>Kubernetes volumes, passed through.</summary>
    public JsonArray? Volumes { get; init; }
    public JsonArray? VolumeMounts { get; init; }

    /// <summary>Laid over the pod that ReasonOps builds.</summary>
    public JsonObject? PodTemplate { get; init; }
    public IReadOnlyList<EndpointSpec>? Endpoints { get; init; }

    /// <summary>The fixed KV capacity of one embedded (<c>onnx</c>) replica, in tokens; 16384 unless said.</summary>
    public int? KeyValueTokens { get; init; }
}

[Description("a runtime")]
public enum RuntimeKind
{
    [JsonStringEnumMemberName("vllm")]
    Vllm,
    [JsonStringEnumMemberName("sglang")]
    Sglang,
    [JsonStringEnumMemberName("llamacpp")]
    LlamaCpp,

    /// <summary>The embedded engine.</summary>
    [JsonStringEnumMemberName("onnx")]
    Onnx,

    /// <summary>Anything else that speaks the API; it is never started, only fronted.</summary>
    [JsonStringEnumMemberName("openai")]
    OpenAi,
}

/// <summary>What one replica runs on: a preset, or a device described by its figures.</summary>
public sealed record AcceleratorSpec
{
    /// <summary>A row of <see cref="AcceleratorPresets"/>.</summary>
    public string? Preset { get; init; }

    /// <summary>Devices a replica; 1 unless said.</summary>
    public int? PerReplica { get; init; }

    /// <summary>Nodes that one replica spans, with <see cref="PerReplica"/> shared evenly among them; 1 unless said. More need LeaderWorkerSet.</summary>
    public int? Nodes { get; init; }

    /// <summary>Bytes of one device.</summary>
    public Quantity? Memory { get; init; }

    /// <summary>Bytes a second of one device.</summary>
    public Quantity? Bandwidth { get; init; }

    /// <summary>Dense 16-bit operations a second of one device.</summary>
    public Quantity? Flops { get; init; }

    /// <summary>As <c>nvidia.com/gpu</c>.</summary>
    public string? ResourceName { get; init; }
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public JsonArray? Tolerations { get; init; }
}

/// <summary>An engine that already runs.</summary>
public sealed record EndpointSpec
{
    /// <summary>Up to and with <c>/v1</c>.</summary>
    public required string Url { get; init; }

    /// <summary>What this engine calls the model, where it differs from <c>model.name</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The key that this engine wants as its bearer token.</summary>
    public SecretReference? KeySecretRef { get; init; }
}

/// <summary>As in a container: a value, or where it comes from.</summary>
public sealed record EnvironmentVariable
{
    public required string Name { get; init; }
    public string? Value { get; init; }
    public JsonObject? ValueFrom { get; init; }
}
