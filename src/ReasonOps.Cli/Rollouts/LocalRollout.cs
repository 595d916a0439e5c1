using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Cli.Rollouts;

/// <summary>A whole job on this machine: draws what is missing, then writes the dataset.</summary>
/// <inheritdoc cref="RolloutDraw"/>
internal sealed class LocalRollout(RolloutJob job, GatewaySnapshot snapshot, RolloutPlaces places, TextWriter told)
{
    /// <inheritdoc cref="RolloutDraw.RetryQuarantined"/>
    public bool RetryQuarantined { get; init; }

    public async Task<Manifest> RunAsync(CancellationToken cancellation)
    {
        var draw = new RolloutDraw(job with { Spec = job.Spec with { Parallelism = 1 } }, snapshot, places, Partition.Whole, told) { RetryQuarantined = RetryQuarantined };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var shown = new RolloutProgress(draw.Watch).ShowAsync(over.Token);
        try
        {
            await draw.RunAsync(cancellation);
        }
        finally
        {
            await over.CancelAsync();
            await shown;
        }
        told.WriteLine("writing the dataset");
        return await new RolloutWrite(job, snapshot, places).RunAsync(cancellation);
    }
}
