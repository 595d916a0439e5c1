using System.IO.Compression;
using System.Text.Json;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>Whole jobs on an engine that says what it is told to: OpenAI's HumanEval through the real sandbox, and a judge in place of a verifier.</summary>
public sealed class ReplayedRolloutTests : IDisposable
{
    private const int Problems = 12;
    private const int Rollouts = 4;
    private const string Pool = """
        ---
        apiVersion: reasonops.io/v1alpha1
        kind: VerifierPool
        metadata: {name: checks}
        spec: {checks: [Python], isolation: {mode: Landlock}, workers: 1, sizing: {maxReplicas: 1}}
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task HumanEval_is_right_where_the_replayed_solution_is_and_only_right_ones_are_kept()
    {
        var problems = HumanEval();
        await using var engine = await ReplayEngine.StartAsync((asked, seed) => Program(asked, problems[asked], IsRight(seed)));
        var folder = _scratch.PathOf("humaneval");
        var file = _scratch.Write("problems.jsonl", string.Join('\n', problems.Values.Select(problem => problem.GetRawText())));
        var manifest = Manifest($"{{uri: {file}, shape: HumanEval}}", "{poolRef: {name: checks}, checks: [Code]}", Service("sampler", engine), Pool);

        var ended = await Child.RunAsync("rollout", "-f", manifest, "--out", folder, "--recheck", "-o", "json");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var written = JsonDocument.Parse(ended.Out);
        var leaves = Read(folder, "trajectories").SelectMany(tree => tree.GetProperty("leaves").EnumerateArray()).ToArray();
        Assert.Equal(Problems * Rollouts, leaves.Length);
        Assert.All(leaves, leaf => Assert.Equal(Content(leaf).Contains("raise ValueError", StringComparison.Ordinal) ? "Wrong" : "Right", leaf.GetProperty("verdict").GetString()));
        var right = leaves.Count(leaf => leaf.GetProperty("verdict").GetString() == "Right");
        Assert.InRange(right, 1, leaves.Length - 1);
        Assert.Equal((double)right / leaves.Length, written.RootElement.GetProperty("counts").GetProperty("passAt").GetProperty("1").GetDouble(), 9);
        var kept = Read(folder, "sft").Select(line => line.GetProperty("completion")[0].GetProperty("content").GetString()!).ToArray();
        Assert.NotEmpty(kept);
        Assert.DoesNotContain(kept, completion => completion.Contains("raise ValueError", StringComparison.Ordinal));
        Assert.All(Read(folder, "prompts"), line => Assert.Equal("code", line.GetProperty("ability").GetString()));
    }

    [Fact]
    public async Task A_judge_decides_what_no_check_can_and_its_words_are_the_message()
    {
        await using var engine = await ReplayEngine.StartAsync((_, seed) => IsRight(seed) ? "The sky is blue." : "The sky is green.");
        await using var judge = await ReplayEngine.StartAsync((asked, _) => asked.Contains("green", StringComparison.Ordinal) ? "It is not green.\nVerdict: wrong" : "So it is.\nVerdict: **right**");
        var (folder, file) = (_scratch.PathOf("judged"), _scratch.Write("questions.jsonl", """{"q":"What colour has the sky?"}"""));
        var manifest = Manifest($"{{uri: {file}, fields: {{prompt: q}}}}", "{judge: {serviceRef: {name: judge}}}", Service("sampler", engine), "---\n" + Service("judge", judge));

        var ended = await Child.RunAsync("rollout", "-f", manifest, "--out", folder, "-o", "json");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        var leaves = Read(folder, "trajectories").SelectMany(tree => tree.GetProperty("leaves").EnumerateArray()).ToArray();
        Assert.Equal(Rollouts, leaves.Length);
        Assert.All(leaves, leaf =>
        {
            var isWrong = Content(leaf).Contains("green", StringComparison.Ordinal);
            Assert.Equal(isWrong ? "Wrong" : "Right", leaf.GetProperty("verdict").GetString());
            Assert.Equal(isWrong ? "It is not green." : null, leaf.TryGetProperty("message", out var message) ? message.GetString() : null);
        });
    }

    private static bool IsRight(long seed) => seed / 7 % 2 == 0;

    private static string Program(string prompt, JsonElement problem, bool isRight) =>
        $"So:\n```python\n{prompt}{(isRight ? problem.GetProperty("canonical_solution").GetString() : "    raise ValueError(\"broken\")\n")}\n```\n";

    private static Dictionary<string, JsonElement> HumanEval()
    {
        using var lines = new StreamReader(new GZipStream(
            File.OpenRead(Path.Combine(Repository.Root, "tests/ReasonOps.Sandbox.Tests/Data/HumanEval.jsonl.gz")), CompressionMode.Decompress));
        return Enumerable.Range(0, Problems).Select(_ => JsonDocument.Parse(lines.ReadLine()!).RootElement).ToDictionary(problem => problem.GetProperty("prompt").GetString()!);
    }

    private string Manifest(string problems, string verify, string service, string more) => _scratch.Write("replayed.yaml", $$"""
        apiVersion: reasonops.io/v1alpha1
        kind: RolloutJob
        metadata: {name: replayed}
        spec:
          problems: {{problems}}
          policy: {serviceRef: {name: sampler} }
          search: {rolloutsPerProblem: {{Rollouts}} }
          verify: {{verify}}
          output: {uri: out, formats: [Trajectories, Sft, Prompts]}
        ---
        {{service}}
        {{more}}
        """);

    private static string Service(string name, ReplayEngine engine) => $$"""
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: {{name}} }
        spec:
          model: {name: {{name}}, answerFormat: {kind: Whole} }
          engine: {runtime: openai, endpoints: [{url: "{{engine.Url}}"}] }
          tenants:
          - {name: {{name}}, keys: {secretRef: {name: {{name}}-keys} } }
        """;

    private static string Content(JsonElement leaf) => leaf.GetProperty("content").GetString()!;

    private static IEnumerable<JsonElement> Read(string folder, string format)
    {
        foreach (var shard in Directory.GetFiles(Path.Combine(folder, format), "*.jsonl.gz"))
        {
            using var lines = new StreamReader(new GZipStream(File.OpenRead(shard), CompressionMode.Decompress));
            while (lines.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
