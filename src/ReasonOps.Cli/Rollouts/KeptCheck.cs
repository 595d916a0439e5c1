using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ReasonOps.Api.Snapshots;
using ReasonOps.Engines.Checks;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Cli.Rollouts;

/// <summary>
/// Reads the kept chains back out of the shards that were written and asks the verifier of each anew: nothing that was found out while they were drawn
/// is believed, neither the answer nor the verdict.
/// </summary>
/// <param name="store">Of the dataset.</param>
/// <param name="format">How answers are found in what a chain said.</param>
/// <param name="verifier">Who is asked.</param>
internal sealed class KeptCheck(IDatasetStore store, AnswerFormat format, VerifierTarget verifier) : IDisposable
{
    private const int AtOnce = 16;

    private readonly HttpClient _http = RolloutPlaces.Http();
    private long _right;
    private long _all;

    /// <returns>Chains whose answer is right, and all that are kept.</returns>
    public async Task<(long Right, long All)> RunAsync(Manifest manifest, CancellationToken cancellation)
    {
        var client = new VerifierClient(_http, new Uri(verifier.Url), verifier.Key);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        foreach (var shard in manifest.Shards["Trajectories"])
            await Parallel.ForEachAsync(Lines(shard, cancellation), options, (line, enough) => CheckAsync(client, line, enough));
        return (_right, _all);
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<JsonElement> Lines(Shard shard, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = await store.ReadAsync($"trajectories/{shard.File}", cancellation);
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            using var tree = JsonDocument.Parse(line);
            yield return tree.RootElement.Clone();
        }
    }

    private async ValueTask CheckAsync(VerifierClient client, JsonElement tree, CancellationToken cancellation)
    {
        var kept = tree.GetProperty("kept").EnumerateArray().Select(index => tree.GetProperty("leaves")[index.GetInt32()]).ToArray();
        if (kept.Length == 0) return;
        Interlocked.Add(ref _all, kept.Length);
        if (!tree.TryGetProperty("check", out var whole) || AnswerCheck.Read(whole).Check is not { } check) return;
        var checker = client.For(check);
        foreach (var leaf in kept)
        {
            var said = LastAttempt(leaf).GetProperty("content").GetString()!;
            var found = await checker.CheckAsync(new Chain { Index = 0, Content = said, Answer = format.Extract(said) }, cancellation);
            if (found.End == CheckEnd.Passed) Interlocked.Increment(ref _right);
        }
    }

    private static JsonElement LastAttempt(JsonElement leaf) =>
        leaf.TryGetProperty("revisions", out var revisions) && revisions.GetArrayLength() is > 0 and var count ? revisions[count - 1] : leaf;
}
