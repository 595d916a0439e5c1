using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Manifests;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Tests.Manifests;

public sealed class StrategyYamlTests
{
    [Fact]
    public void A_vote_names_its_stop_rule() =>
        Assert.Equal("strategy:\n  kind: MajorityVote\n  votes: 8\n  stop: {rule: Beta, confidence: 0.95}\n", Write(Of("MajorityVote", 8) with { Stop = new StopRule.Beta(0.95) }));

    [Fact]
    public void A_single_chain_has_no_votes() => Assert.Equal("strategy:\n  kind: SingleChain\n", Write(Of("SingleChain", 1)));

    [Fact]
    public void What_picks_names_what_it_goes_by() =>
        Assert.Equal("strategy:\n  kind: BestOfN\n  votes: 4\n  reward: {by: Process, aggregate: Min}\n", Write(Of("BestOfN", 4) with { Reward = new RewardOptions(Ranking.Process, Reasoning.Rewards.RewardAggregate.Min) }));

    [Fact]
    public void A_table_is_written_row_by_row() => Assert.Equal("""
        strategy:
          kind: ComputeOptimal
          votes: 16
          reward: {by: Outcome}
          table:
          - {agreement: 0.99, strategy: MajorityVote, votes: 4}
          - {agreement: 0, strategy: WeightedVote, votes: 16}

        """, Write(Of("ComputeOptimal", 16) with
        {
            Reward = new RewardOptions(Ranking.Outcome), Table = [new(0.99, "MajorityVote", 4), new(0, "WeightedVote", 16)],
        }));

    [Fact]
    public void A_cascade_names_both_of_its_strategies() => Assert.Contains(
        "  cascade: {first: MajorityVote, firstVotes: 3, below: 0.67, then: MajorityVote}\n",
        Write(Of("Cascade", 8) with { Cascade = new CascadeOptions(Then: "MajorityVote") }), StringComparison.Ordinal);

    private static StrategySettings Of(string kind, int votes) => new() { Kind = kind, Votes = votes, Equivalence = new NumericEquivalence() };

    private static string Write(StrategySettings settings) => StrategyYaml.Of(new Setting(settings));
}
