namespace ReasonOps.Api.Manifests;

/// <summary>What was found wrong so far.</summary>
internal sealed class Findings
{
    public List<ManifestError> Errors { get; } = [];

    public List<ManifestError> Warnings { get; } = [];

    /// <summary>Read so far, right or wrong.</summary>
    public int Documents { get; set; }
}
