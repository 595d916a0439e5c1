using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Rollouts;

/// <summary>Where a job reads and writes, as this process finds it.</summary>
internal sealed record RolloutPlaces(string Problems, string Dataset)
{
    private const string Claim = "pvc://";

    /// <param name="job">What it names.</param>
    /// <param name="dataset">In place of its output; null: as it says.</param>
    /// <param name="claims">Where volume claims are mounted, as <c>NAME=FOLDER</c>.</param>
    /// <exception cref="WrongInputException">A claim that is mounted nowhere, or a path that leads out of one.</exception>
    public static RolloutPlaces Of(RolloutJob job, string? dataset, IReadOnlyList<string> claims) =>
        new(Mounted(job.Spec.Problems.Uri, claims), Mounted(dataset ?? job.Spec.Output.Uri, claims));

    private static string Mounted(string uri, IReadOnlyList<string> claims)
    {
        if (!uri.StartsWith(Claim, StringComparison.Ordinal)) return uri;
        var (claim, path) = uri[Claim.Length..].Split('/', 2) is [var first, var rest] ? (first, rest) : (uri[Claim.Length..], "");
        if (path.Split('/').Contains("..")) throw new WrongInputException($"{uri}: leads out of its claim; leave .. out");
        var folder = claims.FirstOrDefault(each => each.StartsWith($"{claim}=", StringComparison.Ordinal))?[(claim.Length + 1)..]
            ?? throw new WrongInputException($"{uri}: a volume claim is of a cluster; give a path, or say where it is mounted: --claim {claim}=/mnt/{claim}");
        return Path.Combine(folder, path);
    }
}
