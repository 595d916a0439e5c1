using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Rollouts;

/// <summary>Where a job reads and writes, as this process finds it.</summary>
internal sealed record RolloutPlaces(string Problems, string Dataset)
{
    private const string Claim = "pvc://";

    /// <param name="job">What it names.</param>
    /// <param name="dataset">In place of its output; null: as it says.</param>
    /// <param name="claims">Where volume claims are mounted, each in a folder of its name; null: they are not.</param>
    public static RolloutPlaces Of(RolloutJob job, string? dataset, string? claims) =>
        new(Mounted(job.Spec.Problems.Uri, claims), Mounted(dataset ?? job.Spec.Output.Uri, claims));

    /// <exception cref="WrongInputException">A path that leads out of its claim.</exception>
    private static string Mounted(string uri, string? claims)
    {
        if (claims is null || !uri.StartsWith(Claim, StringComparison.Ordinal)) return uri;
        var path = uri[Claim.Length..];
        return path.Split('/').Contains("..")
            ? throw new WrongInputException($"{uri}: leads out of its claim; leave .. out")
            : Path.Combine(claims, path);
    }
}
