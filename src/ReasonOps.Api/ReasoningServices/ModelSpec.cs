using System.ComponentModel;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

public sealed record ModelSpec
{
    /// <summary>What clients send as <c>model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where the weights are: <c>hf://owner/name</c>, <c>pvc://claim/path</c>, <c>oci://</c>, <c>s3://bucket/path</c> or
    /// <c>embedded://name</c> (a model that comes with ReasonOps). Needed to start engines, and only then.
    /// </summary>
    public string? Uri { get; init; }

    /// <summary>Known, it lets a budget be checked against the accelerator's memory.</summary>
    public ModelShape? Shape { get; init; }

    /// <summary>Where downloaded weights are kept; each pod's own empty directory unless said.</summary>
    public ModelCacheSpec? Cache { get; init; }

    /// <summary>A Secret whose entries become the environment of the download: <c>HF_TOKEN</c>, <c>AWS_ACCESS_KEY_ID</c>, ...</summary>
    public ObjectReference? CredentialsRef { get; init; }

    /// <summary>How an answer is found in a chain; <c>Boxed</c> unless said, as today's open reasoning models are trained to answer.</summary>
    public AnswerFormat? AnswerFormat { get; init; }
}

/// <summary>One of: a claim that exists, or the size of each pod's own directory.</summary>
public sealed record ModelCacheSpec
{
    /// <summary>A PersistentVolumeClaim of the namespace; ReadWriteMany where replicas run on several nodes.</summary>
    public string? ClaimName { get; init; }

    /// <summary>Bytes that an empty directory may take.</summary>
    public Quantity? Size { get; init; }
}

/// <summary>A decoder's dimensions, as its <c>config.json</c> gives them.</summary>
public sealed record ModelShape
{
    public required int Layers { get; init; }
    public required int AttentionHeads { get; init; }

    /// <summary>Fewer than the attention heads with grouped-query attention; as many unless said.</summary>
    public int? KeyValueHeads { get; init; }
    public required int HeadSize { get; init; }

    /// <summary>Of the whole model, as <c>"32.8e9"</c>.</summary>
    public required Quantity Parameters { get; init; }

    /// <summary>16 unless said.</summary>
    public int? WeightBits { get; init; }

    /// <summary>16 unless said.</summary>
    public int? KeyValueBits { get; init; }
}

public sealed record AnswerFormat
{
    public required AnswerFormatKind Kind { get; init; }

    /// <summary>The field of <c>JsonField</c>, the regular expression of <c>Regex</c>; nothing else takes one.</summary>
    public string? Pattern { get; init; }
}

[Description("an answer format")]
public enum AnswerFormatKind
{
    /// <summary>After the last <c>\boxed{</c>.</summary>
    Boxed,

    /// <summary>After the last <c>#</c>.</summary>
    Hash,

    /// <summary>After the last <c>####</c>.</summary>
    HashHashHashHash,
    LastNumber,

    /// <summary>The letter of a multiple choice.</summary>
    Choice,
    JsonField,
    Regex,

    /// <summary>The whole content is the answer.</summary>
    Whole,
}
