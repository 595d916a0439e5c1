using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Tuning.Measuring;

/// <summary>Every setting that a record can measure: each strategy that draws its chains from the question alone, at each number of votes.</summary>
/// <param name="equivalence">Decides which answers are one vote.</param>
public sealed class SettingGrid(Traits traits, IAnswerEquivalence equivalence)
{
    private const int FirstVotes = 3;

    /// <summary>The first chains of a cascade agree in all, or in most.</summary>
    private static readonly double[] Belows = [0.67, 1];

    /// <summary>Shares of chains that a confidence filter keeps; DeepConf's own are 0.1 and 0.9.</summary>
    private static readonly double[] Kept = [0.25, 0.5, 0.9];

    /// <summary>Agreement of the first chains at which a question is no longer easy, and at which it is hard.</summary>
    private static readonly (double Easy, double Hard)[] Difficulties = [(0.99, 0.5), (0.99, 0.7), (0.7, 0.4)];

    private static readonly string[] Weighing = ["WeightedVote", "BestOfN"];

    private static readonly int[] Ladder = [3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];

    private static readonly StopRule[] Stops =
        [new StopRule.None(), new StopRule.Majority(), new StopRule.Beta(0.9), new StopRule.Beta(0.95), new StopRule.Beta(0.99), new StopRule.Window(3)];

    private readonly int[] _votes = [.. Ladder.Where(votes => votes <= traits.FewestSamples)];

    /// <summary>Those whose numbers stand fixed.</summary>
    public IReadOnlyList<Setting> Fixed =>
    [
        .. Known("SingleChain", [Of("SingleChain", 1)]),
        .. Known("MajorityVote", from votes in _votes from stop in Stops select Of("MajorityVote", votes) with { Stop = stop }),
        .. Known("WeightedVote", Ranked("WeightedVote", Ranking.Confidence, traits.Confidence)),
        .. Known("BestOfN", Ranked("BestOfN", Ranking.Verifier, traits.Check)),
        .. Known("ConfidenceFilter", traits.Confidence ? Filters : []),
        .. Known("Cascade", Cascades),
    ];

    /// <summary>Tables of ComputeOptimal, of which one is to be chosen.</summary>
    public IReadOnlyList<Setting> Tables => [.. Known("ComputeOptimal", Computed)];

    /// <summary>A majority vote that casts every vote: what the others are compared with.</summary>
    public static bool IsPlain(Setting setting) => setting is { Kind: "MajorityVote", Strategy.Stop: StopRule.None };

    private IEnumerable<RewardOptions> Rewards =>
    [
        .. Where(traits.Outcome, new RewardOptions(Ranking.Outcome)),
        .. traits.Process ? Enum.GetValues<RewardAggregate>().Select(aggregate => new RewardOptions(Ranking.Process, aggregate)) : [],
    ];

    private IEnumerable<StrategySettings> Filters =>
        from votes in _votes where votes > 4
        from keep in Kept
        select Of("ConfidenceFilter", votes) with { Confidence = new ConfidenceOptions(Window(), Keep: keep) };

    private IEnumerable<StrategySettings> Cascades =>
        from votes in _votes where votes > FirstVotes
        from below in Belows
        from then in Later
        select Of("Cascade", votes) with { Cascade = new CascadeOptions("MajorityVote", FirstVotes, below, then.Kind), Reward = then.Reward };

    /// <summary>Where the first chains agree no more are drawn.</summary>
    private IEnumerable<StrategySettings> Computed =>
        from middle in _votes where int.IsPow2(middle)
        from hard in _votes where int.IsPow2(hard) && hard >= Math.Max(8, middle)
        from difficulty in Difficulties
        from then in Later
        select Of("ComputeOptimal", hard) with
        {
            Reward = then.Reward,
            Table = [new(difficulty.Easy, "MajorityVote", 4), new(difficulty.Hard, then.Kind, middle), new(0, then.Kind, hard)],
        };

    /// <summary>What the harder questions may be given: more votes, or votes that are weighed.</summary>
    private IEnumerable<(string Kind, RewardOptions Reward)> Later =>
    [
        ("MajorityVote", new RewardOptions()),
        .. from kind in Weighing where Strategy.Kinds.Contains(kind)
           from reward in Rewards.Where(reward => reward.Aggregate == RewardAggregate.Last).TakeLast(1)
           select (kind, reward),
        .. Where(traits.Check && Strategy.Kinds.Contains("BestOfN"), ("BestOfN", new RewardOptions(Ranking.Verifier))),
    ];

    /// <param name="own">What this kind alone can go by.</param>
    private IEnumerable<StrategySettings> Ranked(string kind, Ranking own, bool recorded) =>
        from votes in _votes
        from reward in Rewards.Concat(Where(recorded, new RewardOptions(own)))
        select Of(kind, votes) with { Reward = reward };

    /// <summary>Tokens that are judged together: several groups in a chain of usual length.</summary>
    private int Window() => Math.Clamp((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)traits.MedianTokens / 8 + 1), 8, 2048);

    private StrategySettings Of(string kind, int votes) => new() { Kind = kind, Votes = votes, Equivalence = equivalence };

    private static IEnumerable<Setting> Known(string kind, IEnumerable<StrategySettings> settings) =>
        Strategy.Kinds.Contains(kind) ? settings.Select(each => new Setting(each)) : [];

    private static IEnumerable<T> Where<T>(bool holds, T item) => holds ? [item] : [];
}
