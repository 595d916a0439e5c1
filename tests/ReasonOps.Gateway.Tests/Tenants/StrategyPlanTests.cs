using System.Text.Json;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Strategies;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Gateway.Tests.Tenants;

public sealed class StrategyPlanTests
{
    private static readonly TenantSnapshot Tenant = TestGateway.Pro with
    {
        Strategies = Strategy.Kinds,
        Votes = new Bounded(8, 16),
        ReasoningTokens = new Bounded(100, 100),
        AnswerTokens = 10,
        Settings = new StrategySnapshot
        {
            MinReasoningTokens = 9,
            Reward = new RewardSnapshot("Product", "Verifier"),
            Confidence = new ConfidenceSnapshot(64, 3, 0.25),
            Search = new SearchSnapshot(2, 8, 3, 5, 1.5, 6),
            Cascade = new CascadeSnapshot("MajorityVote", 3, 0.5, "Lookahead"),
            Probe = 2,
            Table = [new(0.9, "MajorityVote", 4), new(0, "TreeSearch", 64)],
        },
    };

    [Fact]
    public void A_strategy_is_made_of_what_the_snapshot_says()
    {
        var settings = Plan("BeamSearch").Settings;

        Assert.Equal(("BeamSearch", 8, 9, 2), (settings.Kind, settings.Votes, settings.MinReasoningTokens, settings.Probe));
        Assert.Equal(new RewardOptions(Ranking.Verifier, RewardAggregate.Product), settings.Reward);
        Assert.Equal(new ConfidenceOptions(64, 3, 0.25), settings.Confidence);
        Assert.Equal(new SearchOptions(2, 8, 3, 5, 1.5, 6), settings.Search);
        Assert.Equal(new CascadeOptions("MajorityVote", 3, 0.5, "Lookahead"), settings.Cascade);
        Assert.Equal([new(0.9, "MajorityVote", 4), new(0, "TreeSearch", 64)], settings.Table);
    }

    [Fact]
    public void What_a_snapshot_leaves_out_is_as_the_strategies_have_it()
    {
        var (given, usual) = (SettingsReader.Of(TestGateway.Pro, "BeamSearch", 8), new StrategySettings { Kind = "BeamSearch", Votes = 8, Equivalence = null! });

        Assert.Equal((usual.Reward, usual.Confidence, usual.Search, usual.Cascade, usual.Probe), (given.Reward, given.Confidence, given.Search, given.Cascade, given.Probe));
        Assert.Equal(usual.Table, given.Table);
    }

    [Theory]
    [InlineData("SingleChain", 1)]
    [InlineData("MajorityVote", 8)]
    [InlineData("BeamSearch", 8)]
    [InlineData("Lookahead", 32)]
    [InlineData("MonteCarlo", 14)]
    [InlineData("TreeSearch", 16)]
    [InlineData("Cascade", 35)]
    [InlineData("ComputeOptimal", 18)]
    public void A_request_sets_aside_the_most_that_its_strategy_can_take(string kind, int chains) => Assert.Equal(chains * 110L, Plan(kind).MostTokens);

    [Theory]
    [InlineData("BestOfN", true)]
    [InlineData("Revision", true)]
    [InlineData("ComputeOptimal", true)]
    [InlineData("MajorityVote", false)]
    [InlineData("BeamSearch", false)]
    public void Who_does_not_say_what_is_right_is_told_what_that_costs(string kind, bool told)
    {
        Assert.Equal(told, Plan(kind).Notes.Any(note => note.EndsWith("send reasonops.check", StringComparison.Ordinal)));
        Assert.Empty(Plan(kind, """{"type":"math","expected":"63"}""").Notes);
    }

    [Fact]
    public void Every_strategy_can_be_planned_and_made() => Assert.All(Strategy.Kinds, kind => Assert.NotNull(Strategy.Create(Plan(kind).Settings)));

    private static RequestPlan Plan(string kind, string? check = null) => Planning.Plan(Tenant, new ChatRequest
    {
        Reasonops = new() { Strategy = kind, Check = check is null ? null : JsonElement.Parse(check) },
    });
}
