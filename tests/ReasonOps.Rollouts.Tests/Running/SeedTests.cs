using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;

namespace ReasonOps.Rollouts.Tests.Running;

public sealed class SeedTests
{
    [Fact]
    public void A_seed_is_of_its_rollout_alone_and_no_two_share_one()
    {
        var settings = Settings(7);
        var seeds = (from problem in Enumerable.Range(1, 100) from variant in Enumerable.Range(0, 3) from rollout in Enumerable.Range(0, 16) select settings.SeedOf(problem, variant, rollout)).ToArray();
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.InRange(seed, 0, long.MaxValue / 2));
        Assert.Equal(settings.SeedOf(5, 1, 2), Settings(7).SeedOf(5, 1, 2));
        Assert.NotEqual(settings.SeedOf(5, 1, 2), Settings(8).SeedOf(5, 1, 2));
    }

    private static RolloutSettings Settings(long seed) => new()
    {
        Search = new() { Kind = SearchKind.Independent, Equivalence = new NumericEquivalence() },
        Allocation = new(1, 1, 0),
        Budget = new(64, 8, null, null, WhenSpent.ForceAnswer),
        AnswerFormat = AnswerFormat.Create("Whole", null),
        Seed = seed,
    };
}
