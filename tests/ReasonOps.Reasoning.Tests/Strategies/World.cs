using System.Globalization;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Tests.Strategies;

/// <summary>Whether there is a scorer, a verifier or a judge.</summary>
public enum Port
{
    Answers,

    /// <summary>It is there and cannot say.</summary>
    Away,

    /// <summary>There is none: what is asked of it is left out.</summary>
    None,
}

/// <summary>
/// What becomes of chains, rewards, checks and comparisons; everything follows from the seed and the chain's index, so that
/// nothing depends on the order in which things come.
/// </summary>
public sealed record World(int Seed)
{
    /// <summary>Right is <c>0</c>; the others are <c>1</c> and so on, and none at all.</summary>
    public int Answers { get; init; } = 4;
    public int FailPercent { get; init; } = 10;
    public int NoAnswerPercent { get; init; } = 10;

    /// <summary>Steps a chain may take before it ends by itself, at most.</summary>
    public int Steps { get; init; } = 5;

    /// <summary>Words that steps are made of; null: no two are alike.</summary>
    public int? Words { get; init; }
    public bool Confidences { get; init; } = true;
    public Port Scorer { get; init; }
    public Port Checker { get; init; }
    public Port Judge { get; init; }

    /// <summary>Null: chains are drawn by chance. By draft, index and parent.</summary>
    public Func<Draft, int, Chain?, Chain>? Chains { get; init; }

    /// <summary>Null: rewards are drawn by chance.</summary>
    public Func<Chain, Reward>? Rewards { get; init; }

    /// <summary>Chains that may be had in all.</summary>
    public int Room { get; init; } = int.MaxValue;

    /// <summary>The chain as it will end. A step is a word and a blank line, ten tokens; an answer is one token.</summary>
    public Chain Draw(Draft draft, int index, Chain? parent)
    {
        if (Chains is { } chains) return chains(draft, index, parent);
        var random = Random(index);
        var before = parent is null ? "" : parent.Reasoning + draft.Append;
        var inherited = parent?.ReasoningTokens ?? 0;
        if (random.Next(100) < FailPercent)
            return new Chain { Index = index, Draft = draft, Parent = draft.Parent, End = ChainEnd.Failed, Reason = "lost", Reasoning = before, InheritedTokens = inherited, ReasoningTokens = inherited };
        var left = draft.Closed ? 0 : random.Next(parent is null ? 1 : 0, Steps + 1);
        var partial = draft.Step && left > 1;
        var taken = partial ? 1 : left;
        var answer = partial ? null : Answer(random);
        return new Chain
        {
            Index = index,
            Draft = draft,
            Parent = draft.Parent,
            Reasoning = before + string.Concat(Enumerable.Range(0, taken).Select(step => Word(index, step, random))),
            InheritedTokens = inherited,
            ReasoningTokens = inherited + (10 * taken),
            Content = partial ? "" : $"#{answer}",
            Answer = answer,
            AnswerTokens = partial ? 0 : 1,
            End = partial ? ChainEnd.Step : ChainEnd.Stopped,
            Confidence = Confidences ? new Confidence(random.NextDouble() + 1, random.NextDouble(), random.NextDouble() + 1) : null,
        };
    }

    public Reward Score(Chain chain, RewardKind kind)
    {
        if (Scorer != Port.Answers) return Reward.None("the scorer is away");
        if (Rewards is { } rewards) return rewards(chain);
        var random = Random(1_000_003 + (2 * chain.Index) + (int)kind);
        return new Reward([.. Enumerable.Range(0, kind == RewardKind.Outcome ? 1 : 1 + (chain.ReasoningTokens / 10)).Select(_ => random.NextDouble())]);
    }

    public CheckResult Check(Chain chain) => Checker != Port.Answers ? new CheckResult(CheckEnd.Unknown)
        : chain.Answer == "0" ? new CheckResult(CheckEnd.Passed)
        : new CheckResult(CheckEnd.Failed, $"{chain.Answer} is wrong");

    public Comparison Compare(CompareAsk ask) => Judge != Port.Answers
        ? new Comparison(ask.Left, ask.Right, null, Missing: "the judge is away")
        : new Comparison(ask.Left, ask.Right, Random(7_000_001 + (ask.Left * 1009) + ask.Right).Next(3) switch { 0 => ask.Left, 1 => ask.Right, _ => null }, 5);

    private string Word(int index, int step, Random random) => Words is { } words
        ? string.Create(CultureInfo.InvariantCulture, $"{random.Next(words)}\n\n")
        : string.Create(CultureInfo.InvariantCulture, $"{index}.{step}\n\n");

    private string? Answer(Random random) =>
        random.Next(100) < NoAnswerPercent ? null : random.Next(Answers).ToString(CultureInfo.InvariantCulture);

    private Random Random(int index) => new(unchecked((Seed * 31) + (index * 7919)));
}
