using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>What a trainer needs beside texts: variants of templates, each token's log probability, and the weights that drew it. The real engine and verifier.</summary>
public sealed class RolloutTokensTests : IDisposable
{
    private const int Variants = 2;
    private const int Rollouts = 6;

    private static readonly string Model = Path.Combine(Repository.Root, "config/models/arithmetic");

    private static readonly string[] Templates =
    [
        """{"prompt": "{a}+{b}*{c}=", "answer": "{a + b * c}", "parameters": {"a": {"from": 10, "to": 60}, "b": [3, 4, 7], "c": {"from": 12, "to": 40}}}""",
        """{"prompt": "{a}-{b}*{c}+{d}-{e}+{f}=", "answer": "{a - b * c + d - e + f}", "parameters": {"a": {"from": 10, "to": 99}, "b": [3, 7, 9], "c": {"from": 12, "to": 60}, "d": {"from": 10, "to": 99}, "e": {"from": 10, "to": 99}, "f": {"from": 10, "to": 99}}}""",
    ];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Log_probabilities_are_the_models_and_what_chains_share_has_them_once()
    {
        var folder = await DrawAsync();
        var (model, trees) = (ModelFolder.Load(Model), Read(folder, "trajectories").ToArray());

        Assert.Equal(Templates.Length * (Variants + 1), trees.Length);
        Assert.All(trees, tree => Assert.Equal(model.Fingerprint, tree.GetProperty("weights").GetString()));
        // A character is a token: stored once are fewer than those of the rollouts one by one.
        var (stored, each) = (trees.Sum(Stored), trees.Sum(tree => Leaves(tree).Sum(leaf => Logprobs(tree, leaf).Length)));
        Assert.InRange(stored, 1, each - 1);
        foreach (var tree in trees) Assert.All(Leaves(tree), leaf => SpellsItsText(model, tree, leaf));
        await using var engine = new Engine(model, new(), TimeProvider.System, NullLogger<Engine>.Instance);
        foreach (var tree in trees.Take(2)) await AreTheModelsAsync(engine, tree, Leaves(tree).Last());

        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json")));
        Assert.Equal(Rollouts * trees.Length, manifest.RootElement.GetProperty("counts").GetProperty("weights").GetProperty(model.Fingerprint).GetInt32());
        Assert.All(Read(folder, "advantages"), group => Assert.Equal(
            group.GetProperty("completions").EnumerateArray().Select(text => Bare(text.GetString()!).Length),
            group.GetProperty("logprobs").EnumerateArray().Select(logprobs => logprobs.GetArrayLength())));
        AreVariants(folder, trees);
        await ATrainerReadsItAsync(folder);
    }

    /// <summary>Other numbers in the same words, and what is right of them.</summary>
    private static void AreVariants(string folder, JsonElement[] trees)
    {
        var prompts = trees.Select(tree => tree.GetProperty("prompt").GetString()!).ToArray();
        Assert.Equal(prompts.Length, prompts.Distinct().Count());
        Assert.Equal(Templates.Length, prompts.Select(prompt => new string([.. prompt.Where(letter => !char.IsAsciiDigit(letter))])).Distinct().Count());
        using var numbers = new System.Data.DataTable();
        Assert.All(Read(folder, "prompts"), line => Assert.Equal(
            $"{numbers.Compute(line.GetProperty("prompt")[0].GetProperty("content").GetString()!.TrimEnd('='), null)}",
            line.GetProperty("reward_model").GetProperty("ground_truth").GetString()));
    }

    /// <summary>The recipe's own reader, which needs no torch: whole it is read, and with a byte changed it is refused.</summary>
    private static async Task ATrainerReadsItAsync(string folder)
    {
        var count = Read(folder, "sft").Count();
        var (code, told) = await PythonAsync(folder);
        Assert.True(code == 0, told);
        Assert.StartsWith($"{count} lines of Sft", told, StringComparison.Ordinal);
        Assert.Matches(@"\n[0-9+*-]+=[^#]*;#-?[0-9]+\$\n", told);

        var shard = Directory.GetFiles(Path.Combine(folder, "sft"), "*.jsonl.gz").Single();
        await using (var other = new GZipStream(File.Create(shard), CompressionLevel.Fastest)) await other.WriteAsync("{}\n"u8.ToArray());
        (code, told) = await PythonAsync(folder);
        Assert.NotEqual(0, code);
        Assert.Contains("is not what manifest.json says", told, StringComparison.Ordinal);
    }

    /// <summary>Asks the model for the next token at each place of the chain, of which it gives the log probabilities of all.</summary>
    private static async Task AreTheModelsAsync(Engine engine, JsonElement tree, JsonElement leaf)
    {
        Assert.True(engine.Model.Tokenizer.TryEncode(tree.GetProperty("prompt").GetString()!, out var prompt, out _));
        var (ids, logprobs) = (Ids(tree, leaf), Logprobs(tree, leaf));
        for (var i = 0; i < ids.Length; i++)
        {
            var asked = engine.Submit(new GenerationRequest
            {
                Prompt = [.. prompt, .. ids[..i]], Count = 1, Seed = 1, MaxTokens = 1, Phase = ChainPhase.Plain, Sampling = new(Logprobs: 20),
            });
            var next = (await asked.Steps.ReadAsync())[0].Sample.Top!.Single(top => top.Token == ids[i]);
            Assert.Equal(next.Logprob, logprobs[i], 2e-3);
        }
    }

    private static void SpellsItsText(ModelFolder model, JsonElement tree, JsonElement leaf)
    {
        var said = leaf.GetProperty("content").GetString()!;
        var text = string.Concat(Ids(tree, leaf).Select(model.Tokenizer.Text));
        var thought = string.Concat(Nodes(tree, leaf).Select(node => node.GetProperty("text").GetString()));
        var cut = leaf.TryGetProperty("cut", out var value) && value.GetBoolean();
        Assert.StartsWith($"{thought}#{said}", text, StringComparison.Ordinal);
        if (!cut) Assert.Equal($"{thought}#{said}$", text);
        Assert.All(Logprobs(tree, leaf), logprob => Assert.InRange(logprob, -100, 0));
    }

    private static int Stored(JsonElement tree) =>
        tree.GetProperty("nodes").EnumerateArray().Concat(Leaves(tree)).Sum(place => place.TryGetProperty("logprobs", out var logprobs) ? logprobs.GetArrayLength() : 0);

    private static double[] Logprobs(JsonElement tree, JsonElement leaf) => All(tree, leaf, "logprobs", value => value.GetDouble());

    private static int[] Ids(JsonElement tree, JsonElement leaf) => All(tree, leaf, "ids", value => value.GetInt32());

    private static T[] All<T>(JsonElement tree, JsonElement leaf, string field, Func<JsonElement, T> read) =>
        [.. Nodes(tree, leaf).Append(leaf).Where(place => place.TryGetProperty(field, out _)).SelectMany(place => place.GetProperty(field).EnumerateArray().Select(read))];

    private static Stack<JsonElement> Nodes(JsonElement tree, JsonElement leaf)
    {
        var path = new Stack<JsonElement>();
        for (int? at = leaf.GetProperty("node").GetInt32(); at is { } node;)
        {
            path.Push(tree.GetProperty("nodes")[node]);
            at = path.Peek().TryGetProperty("parent", out var parent) ? parent.GetInt32() : null;
        }
        return path;
    }

    private static JsonElement.ArrayEnumerator Leaves(JsonElement tree) => tree.GetProperty("leaves").EnumerateArray();

    /// <summary>As the model writes it: its thinking, a mark, its answer, a mark.</summary>
    private static string Bare(string completion) => completion.Replace("<think>\n", "", StringComparison.Ordinal).Replace("\n</think>\n\n", "#", StringComparison.Ordinal) + "$";

    private async Task<string> DrawAsync()
    {
        var (folder, sample) = (_scratch.PathOf("dataset"), await File.ReadAllTextAsync(Path.Combine(Repository.Root, "config/samples/local/arithmetic-rollouts.yaml")));
        var manifest = _scratch.Write("tokens.yaml", sample
            .Replace("{uri: config/models/arithmetic/problems.jsonl}", $"{{uri: {_scratch.Write("templates.jsonl", string.Join('\n', Templates))}, variants: {Variants}}}", StringComparison.Ordinal)
            .Replace("rolloutsPerProblem: 16, rolloutsPerTree: 16", $"rolloutsPerProblem: {Rollouts}, rolloutsPerTree: {Rollouts}", StringComparison.Ordinal)
            .Replace("dropUnanimous: true", "dropUnanimous: false", StringComparison.Ordinal)
            .Replace("uri: artifacts/rollouts,", "uri: artifacts/rollouts, logprobs: true,", StringComparison.Ordinal));
        var ended = await Child.RunAsync("rollout", "-f", manifest, "--out", folder, "-o", "json");
        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        return folder;
    }

    private static async Task<(int Code, string Told)> PythonAsync(string folder)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-B", Path.Combine(Repository.Root, "config/models/recipe/dataset.py"), folder, "Sft"]) start.ArgumentList.Add(argument);
        using var python = Process.Start(start)!;
        var (said, failed) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync();
        return (python.ExitCode, await said + await failed);
    }

    private static IEnumerable<JsonElement> Read(string folder, string format)
    {
        foreach (var shard in Directory.GetFiles(Path.Combine(folder, format), "*.jsonl.gz"))
        {
            using var lines = new StreamReader(new GZipStream(File.OpenRead(shard), CompressionMode.Decompress));
            while (lines.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
