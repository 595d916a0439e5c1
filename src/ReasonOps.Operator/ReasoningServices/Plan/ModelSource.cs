namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Where a model's weights are, read from <c>model.uri</c>.</summary>
public abstract record ModelSource
{
    /// <param name="uri">Valid.</param>
    public static ModelSource Of(string uri)
    {
        var at = uri.IndexOf("://", StringComparison.Ordinal);
        var (first, rest) = Split(uri[(at + 3)..], '/');
        return uri[..at] switch
        {
            "hf" => HuggingFace(uri[(at + 3)..]),
            "pvc" => new ClaimSource(first, rest.Trim('/')),
            "oci" => new ImageSource(uri[(at + 3)..]),
            "s3" => new BucketSource(first, rest.Trim('/')),
            _ => new EmbeddedSource(uri),
        };
    }

    private static HuggingFaceSource HuggingFace(string repository)
    {
        var (name, revision) = Split(repository, '@');
        return new(name, revision.Length == 0 ? null : revision);
    }

    private static (string Before, string After) Split(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, "");
}

/// <param name="Repository">As <c>owner/name</c>.</param>
/// <param name="Revision">A branch, tag or commit; null for the main one.</param>
public sealed record HuggingFaceSource(string Repository, string? Revision) : ModelSource;

/// <param name="Claim">A PersistentVolumeClaim of the namespace.</param>
/// <param name="Path">In its volume; empty for the root.</param>
public sealed record ClaimSource(string Claim, string Path) : ModelSource;

/// <param name="Reference">Of an image that holds the model under <c>/models</c>.</param>
public sealed record ImageSource(string Reference) : ModelSource;

/// <param name="Path">A prefix, or one <c>.gguf</c> file.</param>
public sealed record BucketSource(string Bucket, string Path) : ModelSource;

/// <param name="Uri">As <c>embedded://arithmetic</c>; the embedded engine finds it in its own image.</param>
public sealed record EmbeddedSource(string Uri) : ModelSource;
