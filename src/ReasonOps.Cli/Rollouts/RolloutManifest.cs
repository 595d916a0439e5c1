using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Rollouts;

/// <summary>A job with all that it names, out of one manifest.</summary>
/// <param name="Service">Whose model it is of.</param>
/// <param name="Pools">All of the manifest.</param>
/// <param name="Judge">Another service that decides; null: none does, or the policy's own.</param>
internal sealed record RolloutManifest(RolloutJob Job, ReasoningService Service, IReadOnlyList<VerifierPool> Pools, ReasoningService? Judge)
{
    /// <summary>Of the pool that decides; null: none does.</summary>
    public string? Pool => PoolOf(Job);

    /// <exception cref="WrongInputException">It holds no job, or several, or what the job names is not in it.</exception>
    public static async Task<RolloutManifest> ReadAsync(string path, CancellationToken cancellation) =>
        Of(path, await ManifestFile.ReadJobsAsync(path, "nothing was drawn", cancellation));

    /// <inheritdoc cref="ReadAsync"/>
    public static RolloutManifest Of(string path, ManifestResult manifest)
    {
        if (manifest.Jobs is not [var job])
            throw new WrongInputException($"{path}: holds {manifest.Jobs.Count} RolloutJobs; one machine runs one, give a manifest with one");
        if (PoolOf(job) is { } pool && manifest.Pools.All(each => each.Metadata.Name != pool))
            throw new WrongInputException($"{path}  spec.verify.poolRef.name: there is no VerifierPool \"{pool}\" in this manifest; add it");
        var policy = job.Spec.Policy.ServiceRef.Name;
        return new(job, ServiceOf("spec.policy", policy), manifest.Pools, job.Spec.Verify?.Judge?.ServiceRef?.Name is { } judge && judge != policy ? ServiceOf("spec.verify.judge", judge) : null);

        ReasoningService ServiceOf(string field, string name) => manifest.Services.FirstOrDefault(service => service.Metadata.Name == name)
            ?? throw new WrongInputException($"{path}  {field}.serviceRef.name: there is no ReasoningService \"{name}\" in this manifest; add it");
    }

    private static string? PoolOf(RolloutJob job) => job.Spec.Verify?.PoolRef?.Name;
}
