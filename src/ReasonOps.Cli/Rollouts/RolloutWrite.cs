using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Datasets;

namespace ReasonOps.Cli.Rollouts;

/// <summary>Makes the dataset of a job out of the journals of all its partitions; no engine is asked.</summary>
/// <param name="job">Valid and defaulted.</param>
/// <param name="snapshot">Of the service that drew it.</param>
/// <param name="places">Where the journals are.</param>
internal sealed class RolloutWrite(RolloutJob job, GatewaySnapshot snapshot, RolloutPlaces places)
{
    /// <exception cref="Output.WrongInputException">Another job drew them.</exception>
    public async Task<Manifest> RunAsync(CancellationToken cancellation)
    {
        using var store = await places.OpenDatasetAsync(cancellation);
        await RolloutOrigin.CheckAsync(store, job, cancellation);
        var plan = new RolloutPlan(job, snapshot.Steps is { } ends ? new StepFormat(ends) : StepFormat.Paragraphs);
        return await DatasetWriter.WriteAsync(store, plan.Formats(), plan.Prune, Manifest(), cancellation);
    }

    private Manifest Manifest() => new()
    {
        Job = job.Metadata.Name,
        Model = snapshot.Model,
        Version = typeof(RolloutWrite).Assembly.GetName().Version?.ToString(3) ?? "0",
        Seed = job.Spec.Seed!.Value,
        Spec = RolloutOrigin.SpecOf(job),
        Counts = new(),
        Shards = new Dictionary<string, IReadOnlyList<Shard>>(),
    };
}
