using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Pruning;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>Writes what trainers read out of the journal. It may be done again at any time, and gives the same files from the same journal.</summary>
public static class DatasetWriter
{
    /// <param name="folder">Of the dataset: <c>journal/</c> is read, a folder a format and <c>manifest.json</c> are written.</param>
    /// <param name="formats">One or more.</param>
    /// <param name="settings">What is kept.</param>
    /// <param name="manifest">Without counts and shards.</param>
    /// <param name="cancellation">Leaves no shard half written, and the manifest as it was.</param>
    /// <returns>The manifest as it was written.</returns>
    public static async Task<Manifest> WriteAsync(
        string folder, IReadOnlyList<DatasetFormat> formats, PruneSettings settings, Manifest manifest, CancellationToken cancellation)
    {
        var tally = new Tally();
        var writers = formats.ToDictionary(format => format, format => new ShardWriter(FolderOf(folder, format)));
        var quarantine = new ShardWriter(Path.Combine(folder, "quarantine"));
        try
        {
            await foreach (var problem in FinishedProblems.ReadAsync(folder, cancellation))
            {
                var pruned = Pruner.Prune(problem.Rollouts, settings);
                tally.Add(problem, pruned);
                if (problem.Settled.Quarantined is { } why)
                    await quarantine.WriteAsync(new JsonObject { ["number"] = problem.Settled.Number, ["id"] = problem.Settled.Problem.Id, ["reason"] = why }, cancellation);
                foreach (var (format, writer) in writers)
                    foreach (var line in format.Lines(problem, pruned)) await writer.WriteAsync(line, cancellation);
            }
            var shards = new SortedDictionary<string, IReadOnlyList<Shard>>(StringComparer.Ordinal);
            foreach (var (format, writer) in writers) shards[format.Name] = await writer.FinishAsync();
            if (await quarantine.FinishAsync() is { Count: > 0 } given) shards["Quarantine"] = given;
            return await PublishAsync(folder, manifest with { Counts = tally.Counts, Shards = shards }, cancellation);
        }
        finally
        {
            foreach (var writer in writers.Values) await writer.DisposeAsync();
            await quarantine.DisposeAsync();
        }
    }

    internal static string FolderOf(string folder, DatasetFormat format) => Path.Combine(folder, format.Name.ToLowerInvariant());

    private static async Task<Manifest> PublishAsync(string folder, Manifest manifest, CancellationToken cancellation)
    {
        var draft = Path.Combine(folder, ".manifest.draft");
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(manifest, DatasetJson.Plain.Manifest), cancellation);
        File.Move(draft, Path.Combine(folder, "manifest.json"), overwrite: true);
        return manifest;
    }
}
