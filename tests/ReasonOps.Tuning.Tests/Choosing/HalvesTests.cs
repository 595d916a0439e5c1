using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Tests.Choosing;

public sealed class HalvesTests
{
    [Fact]
    public void What_is_chosen_by_luck_alone_is_worth_what_luck_is_worth()
    {
        // A hundred settings that are right at random: the best of them looks better than it is, on other questions it does not.
        var random = new Random(3);
        Measured[] settings = [.. Enumerable.Range(1, 100).Select(votes => Of(votes, [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble() < 0.5 ? 1.0 : 0)], 10))];
        var best = new Goal.Tokens(10).Choose(settings);

        var expected = new Halves(100, 1).Choose(settings, new Goal.Tokens(10).Choose);

        Assert.InRange(best.Accuracy, 0.6, 1);
        Assert.InRange(expected.Accuracy, 0.35, 0.58);
        Assert.Equal((best.Setting, true), (expected.Setting, expected.HeldOut));
    }

    [Fact]
    public void Every_question_is_measured_by_the_choice_of_the_half_without_it() => Prop.ForAll(
        Gen.Choose(2, 30).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (questions, seed) =>
        {
            Measured[] settings = [Of(1, new double[questions], 1), Of(2, [.. Enumerable.Repeat(1.0, questions)], 2)];
            var halves = new List<int>();
            var turn = 0;
            var held = new Halves(questions, seed).Choose(settings, seen =>
            {
                halves.Add(seen[0].Right.Length);
                return seen[turn++ == 0 ? 0 : 1];
            });
            // The first half chose the setting that is never right, so that the second half is wrong.
            return halves.Take(2).Sum() == questions && held.Right.Count(right => right == 0) == halves[1] && held.Tokens.Count(tokens => tokens == 2) == halves[0];
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_goal_takes_the_cheapest_that_is_accurate_enough()
    {
        Measured[] settings = [Of(1, [0, 1], 10), Of(3, [1, 1], 30), Of(5, [1, 1], 50)];

        Assert.Equal(3, new Goal.Accuracy(0.9).Choose(settings).Setting.Votes);
        Assert.Equal(1, new Goal.Accuracy(0.5).Choose(settings).Setting.Votes);
        Assert.Equal(3, new Goal.Tokens(100).Choose(settings).Setting.Votes);
        Assert.Equal(1, new Goal.Tokens(29).Choose(settings).Setting.Votes);
    }

    [Fact]
    public void Where_no_setting_meets_it_the_nearest_is_taken()
    {
        Measured[] settings = [Of(1, [0, 1], 10), Of(3, [0, 0], 30)];

        Assert.Equal(1, new Goal.Accuracy(0.9).Choose(settings).Setting.Votes);
        Assert.Equal(1, new Goal.Tokens(5).Choose(settings).Setting.Votes);
        Assert.False(new Goal.Tokens(5).IsMetBy(settings[0]));
    }

    private static Measured Of(int votes, double[] right, double tokens)
    {
        var setting = new Setting(new StrategySettings { Kind = "MajorityVote", Votes = votes, Equivalence = new NumericEquivalence() });
        double[] All(double value) => [.. Enumerable.Repeat(value, right.Length)];
        return new Measured(setting, right, All(tokens), All(1), All(votes));
    }
}
