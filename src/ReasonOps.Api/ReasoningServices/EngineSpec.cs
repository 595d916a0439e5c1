using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>Engines to start, or <see cref="Endpoints"/> that already run; never both.</summary>
[Rule("!has(self.endpoints) || !(has(self.accelerator) || has(self.args) || has(self.image) || has(self.env) || has(self.volumes) || has(self.volumeMounts)"
    + " || has(self.podTemplate) || has(self.keyValueTokens))",
    "beside endpoints only runtime can be set: the rest is for engines that are started, and these already run")]
[Rule("!has(self.runtime) || self.runtime != 'openai' || has(self.endpoints)",
    "openai only fronts engines that already run; add endpoints, or use vllm, sglang, llamacpp or onnx")]
[Rule("!has(self.keyValueTokens) || !has(self.runtime) || self.runtime == 'onnx'",
    "keyValueTokens is fixed for the onnx runtime only; other runtimes size their own cache")]
[Rule("!has(self.accelerator) || !has(self.accelerator.nodes) || self.accelerator.nodes == 1 || !has(self.runtime) || self.runtime in ['vllm', 'sglang']",
    "only vllm and sglang span nodes; set accelerator.nodes to 1 or use one of these")]
public sealed record EngineSpec
{
    /// <summary>
    /// What runs the model. Unless said: <c>openai</c> before endpoints, <c>onnx</c> for an <c>embedded://</c> model, else <c>vllm</c>.
    /// </summary>
    public RuntimeKind? Runtime { get; init; }

    /// <summary>What one replica runs on: a preset, or a device described by its figures; CPU only unless said.</summary>
    public AcceleratorSpec? Accelerator { get; init; }

    /// <summary>Arguments passed through to the engine, behind those of ReasonOps.</summary>
    [Length(0, 256), Length(0, 4096, Each = true)]
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>The engine's container image. Unless said, the runtime's usual one when the engines are first made, and then kept.</summary>
    [Length(1, 1024)]
    public string? Image { get; init; }

    /// <summary>Environment of the engine's container.</summary>
    [Length(0, 256), KeyedBy("name")]
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    /// <summary>Kubernetes volumes, passed through.</summary>
    [Length(0, 64), Objects("name")]
    public JsonArray? Volumes { get; init; }

    /// <summary>Kubernetes volume mounts of the engine's container, passed through.</summary>
    [Length(0, 64), Objects("name", "mountPath")]
    public JsonArray? VolumeMounts { get; init; }

    /// <summary>Laid over the pod template that ReasonOps builds for engines; the container is called <c>engine</c>.</summary>
    [PodTemplate]
    public JsonObject? PodTemplate { get; init; }

    /// <summary>Engines that already run, instead of starting any.</summary>
    [Length(1, 256, IfEmpty = "is empty; list one engine or more, or leave endpoints out to start engines"), KeyedBy("url")]
    public IReadOnlyList<EndpointSpec>? Endpoints { get; init; }

    /// <summary>The fixed KV capacity of one embedded (<c>onnx</c>) replica, in tokens; 16384 unless said.</summary>
    [Bounds(1)]
    public int? KeyValueTokens { get; init; }
}

[Description("a runtime")]
public enum RuntimeKind
{
    /// <summary>vLLM.</summary>
    [JsonStringEnumMemberName("vllm")]
    Vllm,

    /// <summary>SGLang.</summary>
    [JsonStringEnumMemberName("sglang")]
    Sglang,

    /// <summary>The server of llama.cpp.</summary>
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
[Rule("has(self.preset) != has(self.memory)", "give a preset or the memory of one device, and not both")]
[Rule("!has(self.nodes) || !has(self.perReplica) || self.nodes < 1 || self.perReplica % self.nodes == 0", "perReplica must be a multiple of nodes")]
public sealed record AcceleratorSpec
{
    /// <summary>A device that is known by name, with its memory, bandwidth and operations.</summary>
    [Preset]
    public string? Preset { get; init; }

    /// <summary>Devices a replica; 1 unless said.</summary>
    [Bounds(1, 1024), FilledIn(1)]
    public int? PerReplica { get; init; }

    /// <summary>Nodes that one replica spans, with <see cref="PerReplica"/> shared evenly among them; 1 unless said. More need LeaderWorkerSet.</summary>
    [Bounds(1, 128), FilledIn(1)]
    public int? Nodes { get; init; }

    /// <summary>Bytes of one device, as <c>80e9</c>.</summary>
    [Positive]
    public Quantity? Memory { get; init; }

    /// <summary>Bytes a second of one device, as <c>3.35e12</c>.</summary>
    [Positive]
    public Quantity? Bandwidth { get; init; }

    /// <summary>Dense 16-bit operations a second of one device, as <c>989e12</c>.</summary>
    [Positive]
    public Quantity? Flops { get; init; }

    /// <summary>
    /// What Kubernetes calls such a device; <c>nvidia.com/gpu</c> unless said, <c>amd.com/gpu</c> for the presets of AMD, <c>google.com/tpu</c> for TPUs and
    /// <c>aws.amazon.com/neuron</c> for Trainium.
    /// </summary>
    [Length(1, 253), Pattern(@"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$", "is not the name of a resource; write it as nvidia.com/gpu")]
    public string? ResourceName { get; init; }

    /// <summary>Labels that a node must have.</summary>
    [Length(0, 64), Labels]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Kubernetes tolerations of the engine's pods, beside one for the device.</summary>
    [Length(0, 64), Objects]
    public JsonArray? Tolerations { get; init; }
}

/// <summary>An engine that already runs.</summary>
public sealed record EndpointSpec
{
    /// <summary>The address of its API, up to and with <c>/v1</c>.</summary>
    [Length(1, 2048)]
    public required string Url { get; init; }

    /// <summary>What this engine calls the model, where it differs from <c>model.name</c>.</summary>
    [Length(1, 253)]
    public string? Model { get; init; }

    /// <summary>The key that this engine wants as its bearer token.</summary>
    public SecretReference? KeySecretRef { get; init; }
}

/// <summary>As in a container: a value, or where it comes from.</summary>
[Rule("!has(self.value) || !has(self.valueFrom)", "give value or valueFrom, and not both")]
public sealed record EnvironmentVariable
{
    /// <summary>The variable.</summary>
    [Length(1, 253), Pattern("^[^=]*$", "is not the name of a variable; it has no '='")]
    public required string Name { get; init; }

    /// <summary>Its value; empty unless said.</summary>
    [Length(0, 32768)]
    public string? Value { get; init; }

    /// <summary>Where its value comes from, as Kubernetes writes it: <c>secretKeyRef</c>, <c>configMapKeyRef</c>, <c>fieldRef</c> or <c>resourceFieldRef</c>.</summary>
    public JsonObject? ValueFrom { get; init; }
}
