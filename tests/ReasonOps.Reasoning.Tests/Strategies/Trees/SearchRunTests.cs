using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Running;

namespace ReasonOps.Reasoning.Tests.Strategies.Trees;

/// <summary>
/// The searches driven by the runner, on a model that gets four steps right or wrong, each <c>r;</c> or <c>w;</c>, and answers 1 only where all
/// were right; where any was wrong it mostly answers 2, so that more votes make it no better.
/// </summary>
public class SearchRunTests
{
    private const int StepsOfAnswer = 4;

    public static TheoryData<string> Kinds => ["BeamSearch", "DiverseTree", "Lookahead", "MonteCarlo", "TreeSearch"];

    [Theory]
    [InlineData("MajorityVote", 0, 4)]
    [InlineData("BeamSearch", 19, 20)]
    [InlineData("DiverseTree", 19, 20)]
    [InlineData("Lookahead", 19, 20)]
    [InlineData("TreeSearch", 12, 20)]
    public async Task A_search_that_sees_which_steps_are_wrong_finds_what_votes_do_not(string kind, int least, int most)
    {
        var right = 0;
        for (var seed = 0; seed < 20; seed++) right += (await RunAsync(kind, seed * 1000)).Winner!.Answer == "1" ? 1 : 0;
        Assert.InRange(right, least, most);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_search_is_the_same_each_time_and_keeps_its_budget(string kind)
    {
        var (once, again) = (await RunAsync(kind, seed: 5, request: 400), await RunAsync(kind, seed: 5, request: 400));
        Assert.Equal(once.Chains.Select(Told), again.Chains.Select(Told));
        Assert.Equal((once.Winner!.Index, once.Tokens), (again.Winner!.Index, again.Tokens));
        Assert.Equal(RunEnd.Answered, once.End);
        Assert.InRange(once.Tokens.Spent, 1, 400);
        Assert.Equal(once.Content, once.Winner.Content);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_budget_that_ends_a_search_before_any_chain_has_ended_still_brings_an_answer(string kind)
    {
        // Room for eight first steps and little more.
        var result = await RunAsync(kind, seed: 3, request: 45);
        Assert.True(result.Winner!.Ran);
        Assert.InRange(result.Tokens.Spent, 1, 45);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_a_reward_model_the_chains_vote_and_the_caller_is_told(string kind)
    {
        var result = await RunAsync(kind, seed: 3, scored: false);
        Assert.Equal((RunEnd.Answered, "2"), (result.End, result.Winner!.Answer));
        if (kind == "MonteCarlo") Assert.Empty(result.Notes);
        else Assert.Contains("no process rewards could be had", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    private static string Told(Chain chain) => $"{chain.Index} {chain.Parent} {chain.Reasoning} {chain.Content} {chain.End}";

    private static async Task<RunResult> RunAsync(string kind, long seed, int? request = null, bool scored = true)
    {
        var settings = ScriptedTree.Settings(kind, 8, new SearchOptions(Beams: 2, Branching: 3, Completions: 2)) with { Reward = new(Aggregate: RewardAggregate.Min) };
        var runner = new Runner(new ScriptedSampler(Draw), TimeProvider.System)
        {
            Scorer = scored ? new StepScorer() : null,
            Steps = new StepFormat([";"]),
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        RunResult? result = null;
        var budget = new Budget(20, 2, request, null, WhenSpent.ForceAnswer);
        await foreach (var told in runner.RunAsync(Strategy.Create(settings), budget, Reasoning.Answers.AnswerFormat.Create("Whole", null), seed, patience.Token))
            if (told is RunEvent.Finished finished) result = finished.Result;
        return result!;
    }

    private static IEnumerable<ChainEvent?> Draw(ChainsRequest request, int chain)
    {
        var random = new Random(unchecked((int)((request.Seed!.Value + chain) * 2654435761)));
        var path = request.Continues?.Reasoning ?? "";
        for (var steps = path.Length / 2; steps < StepsOfAnswer && request.Continues is not { Closed: true }; steps++)
        {
            var step = (request.Temperature == 0 ? !path.Contains('w', StringComparison.Ordinal) : random.Next(2) == 0) ? "r;" : "w;";
            path += step;
            yield return new ChainEvent.Thought(chain, step, 2);
            if (request.StepEnds.Count == 0) continue;
            yield return new ChainEvent.Ended(chain, ChainEnd.Step);
            yield break;
        }
        yield return new ChainEvent.Said(chain, path == "r;r;r;r;" ? "1" : random.Next(5) == 0 ? "3" : "2", 1);
        yield return new ChainEvent.Ended(chain, ChainEnd.Stopped);
    }

    /// <summary>Sees which steps are right, and nothing else.</summary>
    private sealed class StepScorer : IScorer
    {
        public ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<Reward>>([.. chains.Select(chain => new Reward([.. chain.Reasoning.Where(step => step != ';').Select(step => step == 'r' ? 0.9 : 0.1)]))]);
    }
}
