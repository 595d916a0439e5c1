using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Tests.Tenants;

public sealed class PlanningTests
{
    private static readonly TenantSnapshot Tenant = TestGateway.Pro with
    {
        ReasoningTokens = new Bounded(8192, 16384),
        AnswerTokens = 1024,
    };

    [Fact]
    public void Who_asks_for_nothing_gets_the_defaults()
    {
        var plan = Planning.Plan(Tenant, new ChatRequest());

        Assert.Equal(("MajorityVote", 5, 8192, 1024), (plan.Strategy, plan.Votes, plan.ReasoningTokens, plan.AnswerTokens));
        Assert.Empty(plan.Clamped);
    }

    [Theory]
    [InlineData("minimal", 1638)]
    [InlineData("low", 4096)]
    [InlineData("medium", 8192)]
    [InlineData("high", 16384)]
    public void An_effort_is_a_share_of_the_tenants_maximum(string effort, int tokens) =>
        Assert.Equal(tokens, Planning.Plan(Tenant, new ChatRequest { ReasoningEffort = effort }).ReasoningTokens);

    [Fact]
    public void A_number_of_tokens_wins_over_an_effort()
    {
        var plan = Planning.Plan(Tenant, new ChatRequest { ReasoningEffort = "high", Reasonops = new() { ReasoningTokens = 100 } });

        Assert.Equal(100, plan.ReasoningTokens);
    }

    [Theory]
    [InlineData(100_000, 8192, 1024, "max_completion_tokens: 100000 -> 17408")]
    [InlineData(9216, 8192, 1024, null)]
    [InlineData(5000, 3976, 1024, null)]
    [InlineData(1000, 500, 500, null)]
    [InlineData(1, 0, 1, null)]
    public void A_bound_on_completion_tokens_takes_from_the_thinking_first(int asked, int reasoning, int answer, string? clamped)
    {
        var plan = Planning.Plan(Tenant, new ChatRequest { MaxCompletionTokens = asked });

        Assert.Equal((reasoning, answer), (plan.ReasoningTokens, plan.AnswerTokens));
        Assert.Equal(clamped, plan.Clamped.SingleOrDefault());
    }

    [Fact]
    public void A_single_chain_has_one_vote_and_says_so()
    {
        var plan = Planning.Plan(Tenant, new ChatRequest { Reasonops = new() { Strategy = "SingleChain", Votes = 8 } });

        Assert.Equal(1, plan.Votes);
        Assert.Equal("votes: 8 -> 1", plan.Clamped.Single());
    }

    [Fact]
    public void More_votes_than_chains_may_run_at_once_are_not_planned()
    {
        var tenant = Tenant with { Limits = new LimitsSnapshot(Concurrent: 3) };

        var plan = Planning.Plan(tenant, new ChatRequest());

        Assert.Equal(3, plan.Votes);
        Assert.Equal("votes: 5 -> 3", plan.Clamped.Single());
    }

    [Fact]
    public void A_strategy_that_is_not_the_tenants_is_403_and_names_those_that_are()
    {
        var refused = Assert.Throws<ApiException>(() => Planning.Plan(Tenant, new ChatRequest { Reasonops = new() { Strategy = "TreeSearch" } }));

        Assert.Equal((403, "reasonops.strategy"), (refused.Status, refused.Error.Param));
        Assert.Contains("MajorityVote or SingleChain", refused.Message);
    }

    [Fact]
    public void No_plan_is_above_its_tenants_maximum_and_every_clamp_is_reported()
    {
        var requests =
            from votes in Ask(1, 200)
            from tokens in Ask(1, 100_000)
            from bound in Ask(1, 100_000)
            from effort in Gen.Elements<string?>(null, "minimal", "low", "medium", "high")
            from strategy in Gen.Elements<string?>(null, "SingleChain", "MajorityVote")
            select new ChatRequest
            {
                MaxCompletionTokens = bound,
                ReasoningEffort = effort,
                Reasonops = new() { Votes = votes, ReasoningTokens = tokens, Strategy = strategy },
            };
        Prop.ForAll(requests.ToArbitrary(), request =>
        {
            var plan = Planning.Plan(Tenant, request);
            var most = plan.Strategy == "SingleChain" ? 1 : Tenant.Votes.Max;
            return plan.Votes >= 1 && plan.Votes <= most
                && plan.ReasoningTokens >= 0 && plan.ReasoningTokens <= Tenant.ReasoningTokens.Max
                && plan.AnswerTokens >= 1 && plan.AnswerTokens <= Tenant.AnswerTokens
                && plan.ReasoningTokens + plan.AnswerTokens <= (request.MaxCompletionTokens ?? int.MaxValue)
                && (request.Reasonops!.Votes > most) == plan.Clamped.Contains($"votes: {request.Reasonops.Votes} -> {most}")
                && (request.Reasonops.ReasoningTokens > 16384)
                    == plan.Clamped.Any(clamp => clamp.StartsWith("reasoning_tokens:", StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<int?> Ask(int low, int high) => Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(low, high).Select(value => (int?)value));
}
