using System.Collections.Concurrent;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Tests.Running;
using static ReasonOps.Reasoning.Tests.Running.Scripts;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies;

/// <summary>The strategies that vote or choose, driven by the runner. Every chain but those that say otherwise answers its line of a script.</summary>
public class RunStrategyTests
{
    [Fact]
    public async Task A_single_chain_that_closes_its_thinking_too_soon_thinks_on_and_only_its_last_word_is_said()
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is null
            ? [.. Thinking(chain, 5), .. Answering(chain, "1")]
            : [.. Thinking(chain, 40), .. Answering(chain, "2")]);
        var told = await RunAsync(sampler, Settings("SingleChain", 1) with { MinReasoningTokens = 30 });
        Assert.Equal(new Continuation("aaaaa\nWait", Closed: false), sampler.Requests.Last().Continues);
        Assert.Equal(("2", "2", 2), (told.Said, told.Result.Winner!.Answer, told.Result.Chains.Count));
        Assert.StartsWith("aaaaa\nWaitaaaa", told.Result.Reasoning, StringComparison.Ordinal);
        Assert.Equal(47, told.Result.Tokens.Spent);
    }

    [Theory]
    [InlineData("WeightedVote")]
    [InlineData("BestOfN")]
    public async Task Rewards_outweigh_the_majority(string kind)
    {
        var ports = new Ports { Rewards = chain => chain.Answer == "2" ? 0.9 : 0.2 };
        var told = await RunAsync(Saying("1", "2", "1", "3"), Settings(kind, 4), ports);
        Assert.Equal(("2", 4, 0.25), (told.Said, told.Result.Cast, told.Result.Agreement));
        // The third says what the first said, word for word.
        Assert.Equal([0, 1, 3], ports.Scored.Order());
        Assert.Empty(told.Result.Notes);
    }

    [Fact]
    public async Task The_first_chain_that_passes_its_check_frees_those_that_go_on_for_ever()
    {
        var sampler = new ScriptedSampler((_, chain) => chain == 2 ? Answering(chain, "7") : [.. Thinking(chain, 3), null]);
        var told = await RunAsync(sampler, Settings("BestOfN", 4) with { Reward = new RewardOptions(Ranking.Verifier) }, new Ports { Right = "7" });
        Assert.Equal(("7", RunEnd.Answered, "Passed"), (told.Said, told.Result.End, told.Result.Stopped));
        Assert.Equal((3, 0), (told.Result.Chains.Count(chain => chain.End == ChainEnd.Cancelled), sampler.Live));
    }

    [Fact]
    public async Task A_chain_that_falls_below_the_bar_is_freed_although_it_would_go_on_for_ever()
    {
        var sampler = new ScriptedSampler((_, chain) => chain == 3
            ? [.. Sure(chain, 12, 0.5), null]
            : [.. Sure(chain, 12, 2 + chain), .. Answering(chain, chain == 1 ? "9" : "7")]);
        var told = await RunAsync(sampler, Settings("ConfidenceFilter", 4) with { Confidence = new ConfidenceOptions(Window: 4, WarmUp: 2, Keep: 1) });
        Assert.Equal((ChainEnd.Cancelled, 0), (told.Result.Chains[3].End, sampler.Live));
        Assert.Equal(("7", 3), (told.Said, told.Result.Cast));
        Assert.All(sampler.Requests, request => Assert.True(request.Confidences));
    }

    [Fact]
    public async Task A_revision_is_shown_what_was_wrong_and_ends_when_it_is_right()
    {
        var sampler = new ScriptedSampler((request, chain) => Answering(chain, $"{7 + (request.Turns.Count / 2)}"));
        var ports = new Ports { Right = "9" };
        var told = await RunAsync(sampler, Settings("Revision", 5), ports);
        Assert.Equal(("9", 3, "Passed"), (told.Said, told.Result.Chains.Count, told.Result.Stopped));
        Assert.Equal(["7", "8", "9"], ports.Checked);
        var turns = sampler.Requests.Last().Turns;
        Assert.Equal(["assistant", "user", "assistant", "user"], turns.Select(turn => turn.Role));
        Assert.Contains("8 is not it", turns[3].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_chooses_among_the_answers_and_its_tokens_are_spent()
    {
        var told = await RunAsync(Saying("1", "1", "2"), Settings("Judge", 3), new Ports { Better = "2" });
        Assert.Equal(("2", 3 + (2 * 11)), (told.Said, told.Result.Tokens.Spent));
        Assert.Empty(told.Result.Notes);
    }

    [Theory]
    [InlineData("1,1,1", 3, "1", 0)]
    [InlineData("1,2,3,2,4", 5, "4", 1)]
    public async Task A_cascade_draws_more_only_where_the_first_disagree(string script, int chains, string answer, int notes)
    {
        var ports = new Ports { Rewards = chain => chain.Answer == "4" ? 0.9 : 0.2 };
        var told = await RunAsync(Saying(script.Split(',')), Settings("Cascade", 5), ports);
        Assert.Equal((chains, answer, notes), (told.Result.Chains.Count, told.Said, told.Result.Notes.Count));
    }

    [Theory]
    [InlineData("1,1,1,1", 4, "1")]
    [InlineData("1,2,3,1,1,3,3,3", 8, "3")]
    [InlineData("1,2,3,4,1,1,1,1,1,1,1,1,1,1,1,9", 16, "9")]
    public async Task Compute_goes_where_the_first_chains_disagree(string script, int chains, string answer)
    {
        var ports = new Ports { Rewards = chain => chain.Answer == "9" ? 1 : 0.01 };
        var told = await RunAsync(Saying(script.Split(',')), Settings("ComputeOptimal", 16), ports);
        Assert.Equal((chains, answer), (told.Result.Chains.Count, told.Said));
    }

    [Theory]
    [InlineData("WeightedVote", Ranking.Process, "1", "the process reward of 4 of 4 chains could not be had")]
    [InlineData("BestOfN", Ranking.Outcome, "1", "the outcome reward of 4 of 4 chains could not be had")]
    [InlineData("BestOfN", Ranking.Verifier, "1", "the verifier could not check 4 of 4 chains")]
    [InlineData("BestOfN", Ranking.Confidence, "1", "the confidence of 4 of 4 chains could not be had")]
    [InlineData("ConfidenceFilter", Ranking.Process, "1", "the engine told no confidences")]
    [InlineData("Revision", Ranking.Process, "1", "the verifier could not check 4 of 4 attempts")]
    [InlineData("Judge", Ranking.Process, "1", "the judge preferred neither in 2 of 2 pairs")]
    public async Task Without_what_it_asks_a_strategy_still_answers_and_says_so(string kind, Ranking by, string answer, string note)
    {
        var told = await RunAsync(Saying("2", "1", "1", "3"), Settings(kind, 4) with { Reward = new RewardOptions(by) });
        Assert.Equal((answer, 4), (told.Said, told.Result.Cast));
        Assert.StartsWith(note, Assert.Single(told.Result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_that_holds_two_chains_of_four_leaves_a_choice_of_two()
    {
        var ports = new Ports { Rewards = chain => chain.Index };
        var sampler = new ScriptedSampler((_, chain) => [.. Thinking(chain, 10), .. Answering(chain, $"{chain}")]);
        var told = await RunAsync(sampler, Settings("BestOfN", 4), ports, Budget(reasoning: 10, answer: 10, request: 40));
        Assert.Equal((2, 0), (told.Result.Chains.Count, ports.Scored.Count));
        Assert.Equal("0", told.Said);
    }

    /// <summary>What the ports are asked, and what they answer; null: there is no such port.</summary>
    private sealed class Ports : IScorer, IChecker, IJudge
    {
        public Func<Chain, double>? Rewards { get; init; }
        public string? Right { get; init; }
        public string? Better { get; init; }
        public ConcurrentQueue<int> Scored { get; } = [];
        public ConcurrentQueue<string> Checked { get; } = [];

        public ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation)
        {
            foreach (var chain in chains) Scored.Enqueue(chain.Index);
            return new([.. chains.Select(chain => new Reward([Rewards!(chain)]))]);
        }

        public ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation)
        {
            Checked.Enqueue(chain.Answer!);
            return new(chain.Answer == Right ? new CheckResult(CheckEnd.Passed) : new CheckResult(CheckEnd.Failed, $"{chain.Answer} is not it"));
        }

        public ValueTask<Comparison> CompareAsync(Chain left, Chain right, CancellationToken cancellation) =>
            new(new Comparison(left.Index, right.Index, left.Answer == Better ? left.Index : right.Answer == Better ? right.Index : null, 11));
    }

    private static ScriptedSampler Saying(params string[] answers) => new((_, chain) => Answering(chain, answers[chain]));

    private static IEnumerable<ChainEvent?> Sure(int chain, int tokens, double confidence) =>
        Enumerable.Range(0, tokens).Select(_ => new ChainEvent.Thought(chain, "a", 1, [confidence]));

    private static async Task<Told> RunAsync(IChainSampler sampler, StrategySettings settings, Ports? ports = null, Reasoning.Budgets.Budget? budget = null)
    {
        var runner = new Runner(sampler, TimeProvider.System)
        {
            Scorer = ports?.Rewards is null ? null : ports,
            Checker = ports?.Right is null ? null : ports,
            Judge = ports?.Better is null ? null : ports,
        };
        var events = new List<RunEvent>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await foreach (var told in runner.RunAsync(Strategy.Create(settings), budget ?? Budget(), Format, 7, patience.Token)) events.Add(told);
        return new Told(events);
    }
}
