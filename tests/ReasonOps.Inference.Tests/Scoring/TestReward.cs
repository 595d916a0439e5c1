using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Inference.Scoring;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.Inference.Tests.Scoring;

/// <summary>A chain of a problem that training never saw, with what PyTorch says of it; written by <c>export_reward.py --golden</c>.</summary>
internal sealed record GoldenChain(string Prompt, string Reasoning, string Content, bool Right, double Outcome, IReadOnlyList<double> Process)
{
    public IReadOnlyList<string> Steps => [.. Reasoning.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(step => step + ";")];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GoldenChain))]
internal sealed partial class GoldenJson : JsonSerializerContext;

/// <summary>The reward model that ships.</summary>
internal static class TestReward
{
    public static string Path { get; } = System.IO.Path.Combine(TestModel.Root(), "config", "models", "arithmetic-reward");

    public static RewardModelFolder Folder { get; } = RewardModelFolder.Load(Path);

    public static IReadOnlyList<GoldenChain> Golden { get; } =
        [.. File.ReadLines(System.IO.Path.Combine(TestModel.Root(), "tests", "ReasonOps.Inference.Tests", "Scoring", "golden.jsonl"))
            .Select(line => JsonSerializer.Deserialize(line, GoldenJson.Default.GoldenChain)!)];

    public static Scorer Scorer(ScorerOptions? options = null) => new(Folder, options ?? new ScorerOptions(), NullLogger<Scorer>.Instance);

    /// <summary>The whole chain, judged by its answer.</summary>
    public static RewardText Outcome(GoldenChain chain)
    {
        var tokens = TestModel.Encode($"{chain.Prompt}{chain.Reasoning}#{chain.Content}$");
        return new RewardText(tokens, Head: 0, [tokens.Length - 1]);
    }

    /// <summary>Its thinking, judged at the end of each step.</summary>
    public static RewardText Process(GoldenChain chain)
    {
        var tokens = TestModel.Encode(chain.Prompt + chain.Reasoning);
        var end = TestModel.Alphabet.IndexOf(';', StringComparison.Ordinal);
        return new RewardText(tokens, Head: 1, [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i] == end)]);
    }
}

/// <summary>A scorer behind its server on a free port.</summary>
internal sealed class ServedScorer : IAsyncDisposable
{
    public const string Model = "arithmetic-reward";

    private readonly WebApplication _app;

    private ServedScorer(Scorer scorer, WebApplication app)
    {
        (Scorer, _app) = (scorer, app);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Reading.Deadline };
        Client = new OpenAiClient(Http, new Uri(Http.BaseAddress, "/v1"));
    }

    public Scorer Scorer { get; }
    public HttpClient Http { get; }
    public OpenAiClient Client { get; }

    public static async Task<ServedScorer> Start(ScorerOptions? options = null, TimeSpan? deadline = null)
    {
        var scorer = TestReward.Scorer(options);
        var served = new ScorerServerOptions("http://127.0.0.1:0", Model) { Deadline = deadline ?? Reading.Deadline };
        var app = ScorerServer.Build(scorer, served, TimeProvider.System, logging => logging.ClearProviders());
        await app.StartAsync();
        return new ServedScorer(scorer, app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Scorer.DisposeAsync();
    }
}
