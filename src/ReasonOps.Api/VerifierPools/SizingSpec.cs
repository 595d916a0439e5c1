using System.ComponentModel;
using System.Text.Json.Serialization;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.VerifierPools;

/// <summary>
/// How many verifiers there are: at the least as many as the accelerators of their consumers ask for, above that as many as the queue does, and
/// always within bounds.
/// </summary>
[Rule("!has(self.minReplicas) || self.minReplicas <= self.maxReplicas", "maxReplicas is below minReplicas; raise it or lower minReplicas")]
public sealed record SizingSpec
{
    /// <summary>CPUs beside accelerators; <c>HGX</c> unless said.</summary>
    public RatioSpec? Ratio { get; init; }

    /// <summary>Who asks the pool, beside the ReasoningServices that name it in <c>verification.poolRef</c>.</summary>
    [Length(0, 64), KeyedBy("kind", "name")]
    public IReadOnlyList<ConsumerReference>? Serves { get; init; }

    /// <summary>The fewest verifiers; 1 unless said.</summary>
    [Bounds(1, ScalingRules.MostReplicas), FilledIn(1)]
    public int? MinReplicas { get; init; }

    /// <summary>The most verifiers, whatever is asked for.</summary>
    [Bounds(1, ScalingRules.MostReplicas)]
    public required int MaxReplicas { get; init; }
}

/// <summary>CPU sockets beside accelerators: a preset, or figures of one's own.</summary>
[Rule("has(self.preset) ? !has(self.cpus) && !has(self.accelerators) : has(self.accelerators) && has(self.coresPerCpu)",
    "give a preset, or accelerators and coresPerCpu, and not both")]
public sealed record RatioSpec
{
    /// <summary>A kind of machine that is known by name.</summary>
    public RatioPreset? Preset { get; init; }

    /// <summary>Sockets; 1 unless said.</summary>
    [Bounds(1, 1024)]
    public int? Cpus { get; init; }

    /// <summary>Accelerators beside them.</summary>
    [Bounds(1, 1024)]
    public int? Accelerators { get; init; }

    /// <summary>Cores of one socket; beside a preset, in place of those that its machines usually have.</summary>
    [Bounds(1, 1024)]
    public int? CoresPerCpu { get; init; }
}

[Description("a preset")]
public enum RatioPreset
{
    /// <summary>4 GPUs a socket of 56 cores, as eight H100 beside two Xeon in NVIDIA's DGX H100.</summary>
    [JsonStringEnumMemberName("HGX")]
    Hgx,

    /// <summary>2 GPUs a Grace CPU of 72 cores.</summary>
    [JsonStringEnumMemberName("GB200-NVL72")]
    Gb200Nvl72,

    /// <summary>8 chips a socket of 48 cores, as sixteen beside two in trn2.48xlarge.</summary>
    Trainium2,
}

/// <summary>Who asks a pool.</summary>
/// <param name="Kind">The kind of the object.</param>
/// <param name="Name">Its name, in the namespace of the pool.</param>
public sealed record ConsumerReference(ConsumerKind Kind, [property: DnsName] string Name);

[Description("a kind that asks a pool")]
public enum ConsumerKind
{
    /// <summary>Its engines' accelerators count.</summary>
    ReasoningService,

    /// <summary>The accelerators of the service that it draws from count while it draws, unless that service is there by itself.</summary>
    RolloutJob,
}
