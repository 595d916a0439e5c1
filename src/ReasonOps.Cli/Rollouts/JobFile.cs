using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Rollouts;

/// <summary>What the operator mounts into a worker: the job, and where the service it draws from is.</summary>
internal static class JobFile
{
    /// <returns>Valid and defaulted.</returns>
    /// <exception cref="WrongInputException">It is not there, holds no job, or says all that is wrong with it.</exception>
    public static async Task<RolloutJob> ReadAsync(string path, CancellationToken cancellation)
    {
        var manifest = await ManifestFile.ReadJobsAsync(path, "nothing was drawn", cancellation);
        return manifest.Jobs is [var job] ? job : throw new WrongInputException($"--job {path}: holds {manifest.Jobs.Count} RolloutJobs; give a file with one");
    }

    /// <exception cref="WrongInputException">It is not there.</exception>
    /// <exception cref="InvalidSnapshotException">It is none.</exception>
    public static async Task<GatewaySnapshot> ReadSnapshotAsync(string path, CancellationToken cancellation) => File.Exists(path)
        ? SnapshotJson.Read(await File.ReadAllBytesAsync(path, cancellation))
        : throw new WrongInputException($"--snapshot {path}: no such file");
}
