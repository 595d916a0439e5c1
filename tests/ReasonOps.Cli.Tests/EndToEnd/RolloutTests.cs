using System.IO.Compression;
using System.Text.Json;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>The sample's rollouts through the real engine and the real verifier, on fewer problems.</summary>
public sealed class RolloutTests : IDisposable
{
    private const int Problems = 40;
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Killed_on_its_way_a_job_goes_on_where_it_was_and_every_kept_chain_is_right()
    {
        var (manifest, folder) = (await ManifestAsync(), _scratch.PathOf("dataset"));
        await using (var killed = Child.Start("rollout", "-f", manifest, "--out", folder))
        {
            await Wait.UntilAsync(() => Task.FromResult(Lines(folder) >= 5), "five trees are final");
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }
        // As if the kill had come in the middle of a line.
        await File.AppendAllTextAsync(Segments(folder)[^1], "{\"crc32c\":\"00");

        var ended = await Child.RunAsync("rollout", "-f", manifest, "--out", folder, "-o", "json");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var written = JsonDocument.Parse(ended.Out);
        var counts = written.RootElement.GetProperty("counts");
        Assert.Equal((Problems, 16 * Problems), (counts.GetProperty("problems").GetInt32(), counts.GetProperty("rollouts").GetInt32()));
        Assert.Equal(0, counts.GetProperty("undecided").GetInt32());
        Assert.InRange(counts.GetProperty("tokens").GetInt64(), 1, (long)(0.8 * counts.GetProperty("tokensUnshared").GetInt64()));
        var right = await AnswersAsync();
        var kept = Read(folder, "sft").ToArray();
        Assert.NotEmpty(kept);
        Assert.All(kept, line => Assert.EndsWith($"\n\n{right[line.GetProperty("prompt")[0].GetProperty("content").GetString()!]}", line.GetProperty("completion")[0].GetProperty("content").GetString(), StringComparison.Ordinal));
        var keys = Read(folder, "trajectories").Select(line => (line.GetProperty("problem").GetInt64(), line.GetProperty("rollout").GetInt32())).ToArray();
        Assert.Equal(keys.Length, keys.Distinct().Count());

        var again = await Child.RunAsync("rollout", "reverify", "-f", manifest, "--out", folder);
        Assert.True(again.Code == ExitCode.Done, again.Errors);
        Assert.Contains($"{16 * Problems} verdicts of {Problems} problems found out again: 0 changed", again.Errors, StringComparison.Ordinal);
        Assert.Equal(kept.Length, Read(folder, "sft").Count());

        var seeded = _scratch.Write("seeded.yaml", (await File.ReadAllTextAsync(manifest)).Replace("  search: {", "  seed: 2\n  search: {", StringComparison.Ordinal));
        var another = await Child.RunAsync("rollout", "-f", seeded, "--out", folder);
        Assert.Equal(ExitCode.WrongInput, another.Code);
        Assert.Contains($"spec.output.uri {folder}: holds the rollouts of another job: spec.seed was 1 and is 2. Put that back, or write to another place", another.Errors, StringComparison.Ordinal);
        Assert.Equal(kept.Length, Read(folder, "sft").Count());
    }

    [Fact]
    public async Task A_volume_of_a_cluster_is_told_with_what_to_write_in_its_place()
    {
        var ended = await Child.RunAsync("rollout", "-f", await ManifestAsync(), "--out", "pvc://datasets/berry");
        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains("pvc://datasets/berry is a volume of a cluster, which one machine does not have; write the path of a folder", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serviceRef: {name: sampler}", "serviceRef: {name: sample}", "\"sample\"")]
    [InlineData("poolRef: {name: checks}", "poolRef: {name: check}", "\"check\"")]
    public async Task A_name_that_is_not_in_the_manifest_is_told(string right, string wrong, string told)
    {
        var manifest = _scratch.Write("wrong.yaml", (await File.ReadAllTextAsync(await ManifestAsync())).Replace(right, wrong, StringComparison.Ordinal));
        var ended = await Child.RunAsync("rollout", "-f", manifest, "--out", _scratch.PathOf("none"));
        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(told, ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_serves_and_runs_the_job_beside_it()
    {
        var folder = _scratch.PathOf("beside");
        var manifest = _scratch.Write("beside.yaml", (await File.ReadAllTextAsync(await ManifestAsync()))
            .Replace("uri: artifacts/rollouts", $"uri: {folder}", StringComparison.Ordinal)
            .Replace("rolloutsPerProblem: 16, rolloutsPerTree: 16", "rolloutsPerProblem: 2, rolloutsPerTree: 2", StringComparison.Ordinal));
        await using var up = Child.Start("up", "-f", manifest, "--port", "0");
        await Wait.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(folder, "manifest.json"))), "the dataset is written");
        await Wait.UntilAsync(() => Task.FromResult(up.Out.Contains($"{Problems} problems, {2 * Problems} rollouts", StringComparison.Ordinal)), "what it came to is told");
        await up.SignalAsync("INT");
        Assert.Equal(ExitCode.Interrupted, await up.EndAsync());
    }

    [Fact]
    public async Task A_command_that_runs_no_job_says_which_one_does()
    {
        var ended = await Child.RunAsync("plan", "-f", await ManifestAsync());
        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Contains("RolloutJob arithmetic is left out; reasonops rollout -f", ended.Errors, StringComparison.Ordinal);
    }

    private async Task<string> ManifestAsync()
    {
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "config/models/arithmetic/problems.jsonl"))).TakeLast(Problems);
        var problems = _scratch.Write("problems.jsonl", string.Join('\n', lines));
        var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "config/samples/local/arithmetic-rollouts.yaml"));
        return _scratch.Write("rollouts.yaml", sample.Replace("config/models/arithmetic/problems.jsonl", problems, StringComparison.Ordinal));
    }

    private async Task<Dictionary<string, string>> AnswersAsync() => (await File.ReadAllLinesAsync(_scratch.PathOf("problems.jsonl")))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .DistinctBy(problem => problem.GetProperty("prompt").GetString())
        .ToDictionary(problem => problem.GetProperty("prompt").GetString()!, problem => problem.GetProperty("answer").GetString()!);

    private static string[] Segments(string folder) => Path.Combine(folder, "journal") is var journal && Directory.Exists(journal)
        ? [.. Directory.GetFiles(journal, "*.jsonl").Order(StringComparer.Ordinal)]
        : [];

    private static int Lines(string folder) => Segments(folder).Sum(file =>
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Count(letter => letter == '\n');
    });

    private static IEnumerable<JsonElement> Read(string folder, string format)
    {
        foreach (var shard in Directory.GetFiles(Path.Combine(folder, format), "*.jsonl.gz"))
        {
            using var lines = new StreamReader(new GZipStream(File.OpenRead(shard), CompressionMode.Decompress));
            while (lines.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
