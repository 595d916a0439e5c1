using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
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
using ReasonOps.Reasoning.Voting;
using Xunit.Abstractions;

namespace ReasonOps.Engines.Tests.Chains;

/// <summary>The searches over the real arithmetic model, by a scorer that works every step out.</summary>
public sealed partial class StepSearchTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly NumericEquivalence Equal = new();

    private Inference.Scheduling.Engine _engine = null!;
    private WebApplication _app = null!;
    private RunningPool _running = null!;

    public async Task InitializeAsync()
    {
        _engine = Engine();
        _app = EngineServer.Build(_engine, new EngineServerOptions("http://127.0.0.1:0", "arithmetic"), TimeProvider.System, logging => logging.ClearProviders());
        await _app.StartAsync();
        _running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Onnx, [new EngineAddress(new Uri(_app.Urls.Single() + "/v1"))]));
    }

    public async Task DisposeAsync()
    {
        await _running.DisposeAsync();
        await _engine.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Beam_search_is_right_where_as_many_votes_are_wrong()
    {
        // The longest ones: there the model goes wrong in a step, and then in each chain in the same way.
        var problems = Problems().OrderByDescending(problem => problem.Prompt.Length).Take(40).ToList();

        var (votes, beams) = (await RightAsync("MajorityVote", problems), await RightAsync("BeamSearch", problems));

        output.WriteLine($"of {problems.Count}: {votes.Right} right in {votes.Spent} tokens by vote, {beams.Right} in {beams.Spent} by beams");
        Assert.True(beams.Right >= votes.Right + 6, $"{votes} by vote, {beams} by beams");
    }

    private static IEnumerable<Problem> Problems() =>
        File.ReadLines(Path.Combine(ModelPath(), "problems.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => new Problem(line.GetProperty("prompt").GetString()!, line.GetProperty("answer").GetString()!));

    private sealed record Problem(string Prompt, string Answer);

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
        var question = new ChatRequest { Model = "arithmetic", Messages = [new() { Role = "user", Content = prompt }], Temperature = 1 };
        var runner = new Runner(_running.Ask(question), TimeProvider.System) { Scorer = new Arithmetic(), Steps = new StepFormat([";"]) };
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var budget = new Budget(128, 8, null, null, WhenSpent.ForceAnswer);
        await foreach (var told in runner.RunAsync(strategy, budget, AnswerFormat.Create("Whole", null), seed, late.Token))
            if (told is RunEvent.Finished finished) return finished.Result;
        throw new InvalidOperationException("it did not finish");
    }

    private static Inference.Scheduling.Engine Engine() =>
        new(ModelFolder.Load(ModelPath()), new(), TimeProvider.System, NullLogger<Inference.Scheduling.Engine>.Instance);

    private static string ModelPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ReasonOps.sln"))) return Path.Combine(folder.FullName, "config", "models", "arithmetic");
        throw new InvalidOperationException($"no ReasonOps.sln above {AppContext.BaseDirectory}");
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
