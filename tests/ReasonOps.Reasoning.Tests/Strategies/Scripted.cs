using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Strategies;

/// <summary>Chains and states in the words of the tests.</summary>
internal static class Scripted
{
    public static StrategySettings Settings(string kind, int votes) => new() { Kind = kind, Votes = votes, Equivalence = new NumericEquivalence() };

    /// <summary>Each thinks something of its own.</summary>
    public static Chain Ended(int index, string? answer) =>
        new() { Index = index, Reasoning = $"chain {index}", ReasoningTokens = 10, Content = $"#{answer}", Answer = answer, AnswerTokens = 1 };

    public static Chain Failed(int index) => new() { Index = index, End = ChainEnd.Failed };

    public static Chain Outcome(this Chain chain, double reward) => chain with { Outcome = new Reward([reward]) };

    public static Chain Process(this Chain chain, params double[] steps) => chain with { Process = new Reward(steps) };

    public static Chain Checked(this Chain chain, CheckEnd end, string? message = null) => chain with { Check = new CheckResult(end, message) };

    public static Chain Sure(this Chain chain, double lowest, double mean = 1) => chain with { Confidence = new Confidence(mean, lowest, mean) };

    public static RunState State(params Chain[] ended) => new(ended, []);

    public static RunState Awaiting(this RunState state, int awaited) => state with { Awaited = awaited };

    public static RunState Said(this RunState state, params Comparison[] comparisons) => state with { Comparisons = comparisons };

    public static RunState Flying(this RunState state, params int[] indices) =>
        state with { InFlight = [.. indices.Select(index => new LiveChain(index, null, 0, null))] };

    public static Decision.More More(this Decision decision) => Assert.IsType<Decision.More>(decision);

    public static Outcome Answered(this Decision decision) => Assert.IsType<Decision.Answer>(decision).Outcome;

    public static void Waits(this Decision decision) => Assert.IsType<Decision.Wait>(decision);
}
