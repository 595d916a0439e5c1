using System.IO.Compression;
using System.Text.Json.Nodes;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Datasets;

public sealed class DatasetWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Shards_are_named_after_what_is_in_them_and_the_manifest_counts_them()
    {
        await FillAsync();
        var manifest = await WriteAsync();
        Assert.Equal((3, 6, 3, 3, 3), (manifest.Counts.Problems, manifest.Counts.Rollouts, manifest.Counts.Right, manifest.Counts.Wrong, manifest.Counts.Kept));
        Assert.Equal(3, manifest.Counts.Dropped["Wrong"]);
        Assert.Equal(0.5, manifest.Counts.PassAt[1]);
        Assert.Equal(1, manifest.Counts.PassAt[2]);
        var shard = Assert.Single(manifest.Shards["Sft"]);
        Assert.StartsWith(shard.Sha256[..16], shard.File, StringComparison.Ordinal);
        Assert.Equal(["p1/0/0", "p2/0/0", "p3/0/0"], Read("sft", shard).Select(line => (string)line["id"]!));
    }

    [Fact]
    public async Task Written_again_the_same_journal_gives_the_same_files()
    {
        await FillAsync();
        await WriteAsync();
        var first = Snapshot();
        await WriteAsync();
        Assert.Equal(first, Snapshot());
    }

    [Fact]
    public async Task What_is_cancelled_leaves_no_half_shard_and_the_manifest_as_it_was()
    {
        await FillAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(cancelled.Token));
        Assert.All(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), file => Assert.Contains("journal", file, StringComparison.Ordinal));
    }

    private async Task FillAsync()
    {
        await using var journal = await Journal.OpenAsync(_folder.Path, 0, 1, default);
        for (var problem = 1; problem <= 3; problem++)
        {
            await journal.AppendAsync(Trees.Chain(problem, 0, "so;", $"{problem + 1}", Verdict.Right), default);
            await journal.AppendAsync(Trees.Chain(problem, 1, "no;", "0", Verdict.Wrong), default);
            await journal.SettleAsync(Trees.Settled(problem), default);
        }
    }

    private Task<Manifest> WriteAsync(CancellationToken cancellation = default)
    {
        var settings = new DatasetSettings { Source = "berry", Steps = new StepFormat([";"]) };
        var manifest = new Manifest { Job = "berry", Model = "m", Version = "1", Seed = 1, Spec = [], Counts = new(), Shards = new Dictionary<string, IReadOnlyList<Shard>>() };
        return DatasetWriter.WriteAsync(_folder.Path, [new SftFormat(settings), new PreferencesFormat(settings)], new PruneSettings(), manifest, cancellation);
    }

    private List<JsonNode> Read(string format, Shard shard)
    {
        using var zip = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(_folder.Path, format, shard.File)), CompressionMode.Decompress));
        return [.. zip.ReadToEnd().TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
    }

    private SortedDictionary<string, string> Snapshot() => new(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith("lock", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));
}
