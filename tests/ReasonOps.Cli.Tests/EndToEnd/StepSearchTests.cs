using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Local;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using Xunit.Abstractions;

namespace ReasonOps.Cli.Tests.EndToEnd;

public sealed class StepSearchTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly NumericEquivalence Equal = new();

    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(5));
    private Inference.Scheduling.Engine _engine = null!;
    private WebApplication _server = null!;
    private EnginePool _pool = null!;
    private Task _watch = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        var model = ModelFolder.Load(EmbeddedModels.Find("model", "embedded://arithmetic", null));
        _engine = new(model, new(8192), TimeProvider.System, NullLogger<Inference.Scheduling.Engine>.Instance);
        _server = EngineServer.Build(_engine, new("http://127.0.0.1:0", "math"), TimeProvider.System, logging => logging.ClearProviders());
        await _server.StartAsync();
        _pool = new EnginePool(new(EngineRuntime.Onnx, [new(new Uri($"{_server.Urls.Single()}/v1"))]));
        _watch = _pool.RunAsync(_end.Token);
        while (_pool.Engines[0].State != EngineState.Ready) await Task.Delay(10, _end.Token);
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watch);
        _pool.Dispose();
        await _server.DisposeAsync();
        await _engine.DisposeAsync();
    }

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task Beam_search_by_a_scorer_that_checks_each_step_is_right_where_as_many_votes_are_wrong()
    {
        var problems = (await Problem.ReadAsync(Path.Combine(Repository.Root, "config/models/arithmetic/problems.jsonl"), _end.Token)).ToList();
        foreach (var kind in new[] { "MajorityVote", "BeamSearch", "DiverseTree", "Lookahead", "TreeSearch", "MonteCarlo" })
        {
            var (right, spent) = await RightAsync(kind, problems);
            output.WriteLine($"{kind} {right}/{problems.Count} {spent}");
        }
        Assert.Fail("look");
    }

    private async Task<(int Right, int Spent)> RightAsync(string kind, IReadOnlyList<Problem> problems)
    {
        var results = new List<RunResult>();
        foreach (var problem in problems) results.Add(await RunAsync(kind, problem.Prompt, seed: 1000 * results.Count));
        return (results.Zip(problems).Count(each => each.First.Winner?.Answer is { } answer && Equal.Same(answer, each.Second.Answer)), results.Sum(result => result.Tokens.Spent));
    }

    private async Task<RunResult> RunAsync(string kind, string prompt, long seed)
    {
        var strategy = Strategy.Create(new()
        {
            Kind = kind,
            Votes = 8,
            Equivalence = Equal,
            Reward = new(Aggregate: RewardAggregate.Min),
            Search = new(Beams: 2, Depth: 12),
        });
        var question = new ChatRequest { Model = "math", Messages = [new() { Role = "user", Content = prompt }], Temperature = 1 };
        var runner = new Runner(new EngineChainSampler(_pool, question), TimeProvider.System) { Scorer = new Arithmetic(), Steps = new StepFormat([";"]) };
        var told = await runner.RunAsync(strategy, new Budget(128, 8, null, null, WhenSpent.ForceAnswer), AnswerFormat.Create("Whole", null), seed, _end.Token).ToListAsync(_end.Token);
        return Assert.IsType<RunEvent.Finished>(told[^1]).Result;
    }

    /// <summary>Works every step out: <c>7*8=56;</c> is right, whatever was asked.</summary>
    private sealed partial class Arithmetic : IScorer
    {
        public ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<Reward>>([.. chains.Select(chain => Score(chain.Reasoning))]);

        private static Reward Score(string reasoning) =>
            new([.. reasoning.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(step => IsRight(step) ? 0.9 : 0.1).DefaultIfEmpty(0.5)]);

        private static bool IsRight(string step)
        {
            if (Step().Match(step) is not { Success: true } match) return false;
            var (left, right, result) = (Number(match, 1), Number(match, 3), Number(match, 4));
            return result == match.Groups[2].Value switch { "+" => left + right, "-" => left - right, _ => left * right };
        }

        private static long Number(Match match, int group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

        [GeneratedRegex(@"\A(-?[0-9]{1,9})([-+*])(-?[0-9]{1,9})=(-?[0-9]{1,18})\z", RegexOptions.CultureInvariant)]
        private static partial Regex Step();
    }
}
