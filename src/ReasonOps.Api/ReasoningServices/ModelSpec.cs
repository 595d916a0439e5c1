using System.ComponentModel;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>The model that answers.</summary>
[Rule("!has(self.cache) || (has(self.uri) && !self.uri.startsWith('embedded://') && !self.uri.startsWith('pvc://'))",
    "cache is for weights that are downloaded: hf://, oci:// or s3://; take it away")]
[Rule("!has(self.credentialsRef) || (has(self.uri) && !self.uri.startsWith('embedded://') && !self.uri.startsWith('pvc://'))",
    "credentialsRef is for weights that are downloaded: hf://, oci:// or s3://; take it away")]
public sealed record ModelSpec
{
    /// <summary>What clients send as <c>model</c>; no spaces.</summary>
    [Length(1, 253), Pattern(@"^[^\s\x00-\x1f\x7f]*$", "is not a model name; give what clients send as \"model\", without spaces")]
    public required string Name { get; init; }

    /// <summary>
    /// Where the weights are: <c>hf://owner/name</c> (with <c>@revision</c> for another than the main one), <c>pvc://claim/path</c>,
    /// <c>oci://registry/name:tag</c> (an image with the model under /models), <c>s3://bucket/path</c> or <c>embedded://name</c> (a model
    /// that comes with ReasonOps). Needed to start engines, and only then.
    /// </summary>
    [ModelUri]
    public string? Uri { get; init; }

    /// <summary>
    /// A preset, or the decoder's dimensions as its <c>config.json</c> gives them. Known, they let a budget be checked against the accelerator's memory, and
    /// <c>reasonops plan</c> say what fits and what it costs.
    /// </summary>
    public ModelShape? Shape { get; init; }

    /// <summary>Where downloaded weights are kept; each pod's own empty directory unless said.</summary>
    public ModelCacheSpec? Cache { get; init; }

    /// <summary>
    /// A Secret whose entries become the environment of the download: <c>HF_TOKEN</c>, <c>AWS_ACCESS_KEY_ID</c> and the like. For
    /// <c>oci://</c> it is what the image is pulled with.
    /// </summary>
    public ObjectReference? CredentialsRef { get; init; }

    /// <summary>How an answer is found in a chain; <c>Boxed</c> unless said, as today's open reasoning models are trained to answer.</summary>
    public AnswerFormat? AnswerFormat { get; init; }

    /// <summary>
    /// Texts that end a step of thinking, as the model writes them, for strategies that work by steps and for reward models of steps; a
    /// blank line unless said.
    /// </summary>
    [Length(1, 8, IfEmpty = "is empty; give the text that ends a step, or leave it out for a blank line"), Distinct]
    [Length(1, 16, Each = true, IfEmpty = "is empty; give the text that ends a step, as \";\"")]
    public IReadOnlyList<string>? Steps { get; init; }
}

/// <summary>One of: a claim that exists, or the size of each pod's own directory.</summary>
[Rule("has(self.claimName) != has(self.size)", "give claimName or size, and not both")]
public sealed record ModelCacheSpec
{
    /// <summary>A PersistentVolumeClaim of the namespace; ReadWriteMany where replicas run on several nodes.</summary>
    [DnsName]
    public string? ClaimName { get; init; }

    /// <summary>Bytes that each pod's own empty directory may take, as <c>80Gi</c>.</summary>
    [Positive]
    public Quantity? Size { get; init; }
}

/// <summary>How an answer is found in a chain.</summary>
[Rule("(self.kind in ['JsonField', 'Regex']) == has(self.pattern)", "JsonField and Regex need a pattern; nothing else takes one")]
public sealed record AnswerFormat
{
    /// <summary>Where the answer stands.</summary>
    public required AnswerFormatKind Kind { get; init; }

    /// <summary>The field of <c>JsonField</c>, the regular expression of <c>Regex</c>; nothing else takes one.</summary>
    [Length(1, 1000, IfEmpty = "is empty; give the field of JsonField, the expression of Regex")]
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

    /// <summary>The last number.</summary>
    LastNumber,

    /// <summary>The letter of a multiple choice.</summary>
    Choice,

    /// <summary>A field of the JSON object that the content is.</summary>
    JsonField,

    /// <summary>What a regular expression finds.</summary>
    Regex,

    /// <summary>The whole content is the answer.</summary>
    Whole,
}
