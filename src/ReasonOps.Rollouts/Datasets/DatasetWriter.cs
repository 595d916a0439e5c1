using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Writes what trainers read out of the journal. It may be done again at any time, and gives the same files from the same journal.</summary>
public static class DatasetWriter
{
    /// <inheritdoc cref="WriteAsync(IDatasetStore, IReadOnlyList{DatasetFormat}, PruneSettings, Manifest, CancellationToken)"/>
    /// <param name="folder">Of the dataset.</param>
    public static Task<Manifest> WriteAsync(
        string folder, IReadOnlyList<DatasetFormat> formats, PruneSettings settings, Manifest manifest, CancellationToken cancellation) =>
        WriteAsync(new FolderStore(folder), formats, settings, manifest, cancellation);

    /// <param name="store">Of the dataset: <c>journal/</c> is read, a folder a format and, last, <c>manifest.json</c> are written. Shards that it no longer names are deleted.</param>
    /// <param name="formats">One or more.</param>
    /// <param name="settings">What is kept.</param>
    /// <param name="manifest">Without counts and shards.</param>
    /// <param name="cancellation">Leaves no shard half written, and the manifest as it was.</param>
    /// <returns>The manifest as it was written.</returns>
    public static async Task<Manifest> WriteAsync(
        IDatasetStore store, IReadOnlyList<DatasetFormat> formats, PruneSettings settings, Manifest manifest, CancellationToken cancellation)
    {
        var tally = new Tally();
        var writers = formats.ToDictionary(format => format, format => new ShardWriter(store, FolderOf(format.Name)));
        var quarantine = new ShardWriter(store, "quarantine");
        try
        {
            await foreach (var problem in FinishedProblems.ReadAsync(store, cancellation))
            {
                var pruned = Pruner.Prune(problem.Rollouts, settings);
                tally.Add(problem, pruned);
                if (problem.Settled.Quarantined is { } why)
                    await quarantine.WriteAsync(new JsonObject { ["number"] = problem.Settled.Number, ["id"] = problem.Settled.Problem.Id, ["reason"] = why }, cancellation);
                foreach (var (format, writer) in writers)
                    foreach (var line in format.Lines(problem, pruned)) await writer.WriteAsync(line, cancellation);
            }
            var shards = new SortedDictionary<string, IReadOnlyList<Shard>>(StringComparer.Ordinal);
            foreach (var (format, writer) in writers) shards[format.Name] = await writer.FinishAsync(cancellation);
            if (await quarantine.FinishAsync(cancellation) is { Count: > 0 } given) shards["Quarantine"] = given;
            return await PublishAsync(store, manifest with { Counts = tally.Counts, Shards = shards }, cancellation);
        }
        finally
        {
            foreach (var writer in writers.Values) await writer.DisposeAsync();
            await quarantine.DisposeAsync();
        }
    }

    private static string FolderOf(string format) => format.ToLowerInvariant();

    private static async Task<Manifest> PublishAsync(IDatasetStore store, Manifest manifest, CancellationToken cancellation)
    {
        await store.PutAsync("manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest, DatasetJson.Plain.Manifest), cancellation);
        foreach (var folder in manifest.Shards.Keys.Append("Quarantine").Distinct().Select(FolderOf))
        {
            var named = manifest.Shards.Where(format => FolderOf(format.Key) == folder).SelectMany(format => format.Value).Select(shard => $"{folder}/{shard.File}").ToHashSet();
            foreach (var old in await store.ListAsync($"{folder}/", cancellation))
                if (old.EndsWith(".jsonl.gz", StringComparison.Ordinal) && !named.Contains(old)) await store.DeleteAsync(old, cancellation);
        }
        return manifest;
    }
}
