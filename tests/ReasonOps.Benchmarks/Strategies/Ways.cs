using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Benchmarks.Strategies;

/// <summary>The settings that are compared: each way to answer at growing numbers of votes, otherwise as <c>config/samples/strategies.yaml</c> has it.</summary>
internal static class Ways
{
    private static readonly RewardOptions Process = new(Ranking.Process, RewardAggregate.Min);

    public static IEnumerable<Setting> Plain(IEnumerable<int> ladder) => Of("MajorityVote", ladder);

    public static IEnumerable<(string Name, IEnumerable<Setting> Settings)> Voting(IReadOnlyList<int> ladder) =>
    [
        ("SingleChain", Of("SingleChain", [1])),
        ("WeightedVote", Of("WeightedVote", ladder, rewarded: Process)),
        ("WeightedVote(Outcome)", Of("WeightedVote", ladder, rewarded: new RewardOptions(Ranking.Outcome))),
        ("WeightedVote(Confidence)", Of("WeightedVote", ladder, rewarded: new RewardOptions(Ranking.Confidence))),
        ("BestOfN", Of("BestOfN", ladder, rewarded: Process)),
        ("BestOfN(Outcome)", Of("BestOfN", ladder, rewarded: new RewardOptions(Ranking.Outcome))),
        ("BestOfN(Verifier)", Of("BestOfN", ladder, rewarded: new RewardOptions(Ranking.Verifier))),
        ("ConfidenceFilter", Of("ConfidenceFilter", ladder, setting => setting with { Confidence = new ConfidenceOptions(Window: 8) })),
        ("Cascade", Of("Cascade", [4, .. ladder.Where(votes => votes > 4)], setting => setting with { Cascade = new CascadeOptions(Below: 1) }, Process)),
        ("ComputeOptimal", Of("ComputeOptimal", ladder, setting => setting with { Table = [new(0.99, "MajorityVote", 4), new(0, "WeightedVote", setting.Votes)] }, Process)),
    ];

    /// <summary>They go on from chains.</summary>
    public static IEnumerable<(string Name, IEnumerable<Setting> Settings)> Searching =>
    [
        ("BeamSearch", Of("BeamSearch", [4, 8], rewarded: Process)),
        ("DiverseTree", Of("DiverseTree", [4, 8], rewarded: Process)),
        ("Lookahead", Of("Lookahead", [2, 4], rewarded: Process)),
        ("TreeSearch", Of("TreeSearch", [3, 7], rewarded: Process)),
        ("MonteCarlo", Of("MonteCarlo", [4, 9], rewarded: new RewardOptions(Ranking.Confidence))),
        ("Revision", Of("Revision", [8], rewarded: new RewardOptions(Ranking.Verifier))),
    ];

    public static IEnumerable<Setting> Adaptive(int votes) =>
        from stop in new StopRule[] { new StopRule.Majority(), new StopRule.Beta(0.9), new StopRule.Beta(0.95), new StopRule.Beta(0.99), new StopRule.Window(3), new StopRule.Window(5) }
        from setting in Of("MajorityVote", [votes], setting => setting with { Stop = stop })
        select setting;

    /// <summary>Easy questions are over after the first chains, the others get more by how little those agree.</summary>
    public static IEnumerable<Setting> Tables(IReadOnlyList<int> ladder) =>
        from probe in new[] { 2, 4 }
        from middle in ladder where middle >= 4
        from hard in ladder where hard >= Math.Max(8, middle)
        from then in new[] { "WeightedVote", "BestOfN" }
        from setting in Of("ComputeOptimal", [hard], each => each with { Probe = probe, Table = [new(0.99, "MajorityVote", probe), new(0.5, then, middle), new(0, then, hard)] }, Process)
        select setting;

    private static IEnumerable<Setting> Of(string kind, IEnumerable<int> ladder, Func<StrategySettings, StrategySettings>? change = null, RewardOptions? rewarded = null) =>
        from votes in ladder
        let plain = new StrategySettings { Kind = kind, Votes = votes, Equivalence = new NumericEquivalence(), Reward = rewarded ?? new RewardOptions() }
        select new Setting(change is null ? plain : change(plain));
}
