using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Output;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Cli.Rollouts;

/// <summary>A dataset is of one job: what another draws is refused before it is mixed with what is there.</summary>
internal static class RolloutOrigin
{
    /// <summary>What cannot be changed of a job that is on its way, as API servers have it too.</summary>
    private static readonly string[] Lasting = ["problems", "policy", "search", "seed"];

    /// <summary>For who draws one partition.</summary>
    /// <exception cref="WrongInputException">Rollouts of another job are there.</exception>
    public static async Task HoldAsync(IDatasetStore store, RolloutJob job, Partition part, CancellationToken cancellation)
    {
        var origin = Of(job);
        origin.Add("partitions", part.Parts);
        Refuse(store, await JournalOrigin.HoldAsync(store, part.Index, origin, cancellation));
    }

    /// <summary>For who only reads what was drawn.</summary>
    /// <inheritdoc cref="HoldAsync"/>
    public static async Task CheckAsync(IDatasetStore store, RolloutJob job, CancellationToken cancellation) =>
        Refuse(store, await JournalOrigin.CheckAsync(store, Of(job), cancellation));

    /// <summary>The job as it was given.</summary>
    public static JsonObject SpecOf(RolloutJob job) => JsonNode.Parse(KindJson.Write(job))!["spec"]!.AsObject();

    private static JsonObject Of(RolloutJob job)
    {
        var spec = SpecOf(job);
        return new(Lasting.Select(name => KeyValuePair.Create(name, spec[name]?.DeepClone())));
    }

    private static void Refuse(IDatasetStore store, IReadOnlyList<string> differences)
    {
        if (differences.Count > 0)
            throw new WrongInputException($"spec.output.uri {store.Uri}: holds the rollouts of another job: {string.Join("; ", differences)}. Put that back, or write to another place");
    }
}
