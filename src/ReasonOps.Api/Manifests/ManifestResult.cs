using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Manifests;

/// <param name="Services">Those without a mistake, in the order of the text, every default filled in.</param>
/// <param name="Pools">Likewise.</param>
/// <param name="Jobs">Likewise.</param>
/// <param name="Errors">All of them, by line.</param>
/// <param name="Warnings">What is well-formed and yet does nothing in this version, or names what the text does not hold, by line.</param>
public sealed record ManifestResult(
    IReadOnlyList<ReasoningService> Services, IReadOnlyList<VerifierPool> Pools, IReadOnlyList<RolloutJob> Jobs,
    IReadOnlyList<ManifestError> Errors, IReadOnlyList<ManifestError> Warnings)
{
    public bool IsValid => Errors.Count == 0;

    /// <summary>The pool that a service names in <c>verification.poolRef</c>; null where it names none, or one that is not in the text.</summary>
    public VerifierPool? PoolOf(ReasoningService service) => service.Spec.Verification is not { PoolRef.Name: var name } ? null
        : Pools.FirstOrDefault(pool => pool.Metadata.Name == name && pool.Metadata.Namespace == service.Metadata.Namespace);
}
