using System.Text.Json.Nodes;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.VerifierPools;

/// <summary>Sandboxes on CPUs that decide what is right: answers compared by meaning, code run against tests, proofs checked.</summary>
/// <remarks>
/// As with <see cref="ReasoningService"/>, a field that may be left out is nullable, <see cref="Defaulting.PoolDefaults"/> fills it, and the attributes
/// over fields are rules for the reader of manifests and for the CRD.
/// </remarks>
public sealed record VerifierPool
{
    public const string KindName = "VerifierPool";

    /// <summary>The group and version of this kind: <c>reasonops.io/v1alpha1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind of this object: <c>VerifierPool</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Kubernetes' metadata: name, namespace, labels, annotations.</summary>
    public required ObjectMetadata Metadata { get; init; }

    /// <summary>What is wanted: what is checked, how many verifiers there are, what a run may use and what keeps it in.</summary>
    public required VerifierPoolSpec Spec { get; init; }

    /// <summary>What there is, as the operator last saw it.</summary>
    public VerifierPoolStatus? Status { get; init; }
}

/// <summary>What is wanted of a pool.</summary>
public sealed record VerifierPoolSpec
{
    /// <summary>What the pool decides; requests for anything else are refused.</summary>
    [Length(1, 16, IfEmpty = "is empty; list what the pool decides, as [Math, Python]"), Distinct]
    public required IReadOnlyList<CheckKind> Checks { get; init; }

    /// <summary>What stands between a program and the rest.</summary>
    public required IsolationSpec Isolation { get; init; }

    /// <summary>What one run may use, over its whole tree of processes.</summary>
    public LimitsSpec? Limits { get; init; }

    /// <summary>How many verifiers there are; one unless said.</summary>
    public SizingSpec? Sizing { get; init; }

    /// <summary>
    /// Verifiers by hand, kept within the bounds of <see cref="Sizing"/>, while it is there; 0 always means none, on purpose. Left out, the pool is
    /// sized by its consumers and its queue.
    /// </summary>
    [Bounds(0, ScalingRules.MostReplicas)]
    public int? Replicas { get; init; }

    /// <summary>Runs at once in one verifier, and the CPUs that its pod asks for; 4 unless said.</summary>
    [Bounds(1, 256), FilledIn(4)]
    public int? Workers { get; init; }

    /// <summary>Requests that may wait in one verifier; one more is answered with 429 and <c>Retry-After</c>. 256 unless said.</summary>
    [Bounds(1, 100_000), FilledIn(256)]
    public int? Queue { get; init; }

    /// <summary>Keys that callers must show as bearer tokens; anybody whom the network lets through may ask unless said.</summary>
    public CallerKeys? Keys { get; init; }

    /// <summary>The verifiers' container image. Unless said, the operator's own when the pool is first made, and then kept.</summary>
    [Length(1, 1024)]
    public string? Image { get; init; }

    /// <summary>Laid over the pod template that ReasonOps builds for verifiers; the container is called <c>verifier</c>.</summary>
    [PodTemplate]
    public JsonObject? PodTemplate { get; init; }

    /// <summary>What Prometheus is told.</summary>
    public MonitoringSpec? Monitoring { get; init; }
}

/// <summary>Keys of callers: every entry of the Secret is one, or only the named entry.</summary>
/// <param name="SecretRef">The Secret; every entry of it is a key, or only the named one.</param>
public sealed record CallerKeys(SecretReference SecretRef);
