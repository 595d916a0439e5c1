using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Manifests;

/// <param name="Services">Those without a mistake, in the order of the text, every default filled in.</param>
/// <param name="Errors">All of them, by line.</param>
/// <param name="Warnings">What is well-formed and yet does nothing in this version, by line.</param>
public sealed record ManifestResult(
    IReadOnlyList<ReasoningService> Services, IReadOnlyList<ManifestError> Errors, IReadOnlyList<ManifestError> Warnings)
{
    public bool IsValid => Errors.Count == 0;
}
