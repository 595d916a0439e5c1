using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Measuring;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Tests.Measuring;

public sealed class ReplayerTests
{
    [Fact]
    public void One_chain_is_right_as_often_as_the_samples_are()
    {
        var questions = Records.Simulated(30, 16, 5);

        var measured = Measure(questions, "SingleChain", 1);

        // Sixteen draws of sixteen samples without putting back, in different orders.
        Assert.InRange(measured.Accuracy - questions.Average(question => question.Samples.Average(sample => sample.IsRight ? 1.0 : 0)), -0.06, 0.06);
        Assert.Equal(1, measured.MeanCast);
    }

    [Fact]
    public void A_vote_of_all_samples_is_exactly_their_majority_and_costs_all_their_tokens()
    {
        RecordedQuestion[] questions =
        [
            Records.Question("a", Records.Sample("1"), Records.Sample("2"), Records.Sample("1")),
            Records.Question("b", Records.Sample("3", 20), Records.Sample("3", 30), Records.Sample("1", 40)),
        ];

        var measured = Measure(questions, "MajorityVote", 3);

        Assert.Equal([1, 0], measured.Right);
        Assert.Equal([33, 93], measured.Tokens);
        // Side by side, at ten tokens a second: as long as the longest.
        Assert.Equal([1.1, 4.1], measured.Seconds.Select(seconds => Math.Round(seconds, 6)));
    }

    [Fact]
    public void A_vote_that_stops_early_costs_less_and_is_as_right()
    {
        var questions = Records.Simulated(60, 16, 7);

        var (whole, early) = (Measure(questions, "MajorityVote", 15), Measure(questions, "MajorityVote", 15, new StopRule.Majority()));

        Assert.True(early.MeanTokens < 0.9 * whole.MeanTokens, $"{early.MeanTokens} against {whole.MeanTokens}");
        Assert.InRange(early.Accuracy - whole.Accuracy, -0.05, 0.05);
        Assert.True(early.MeanSeconds >= whole.MeanSeconds, "waves one after another take longer than all at once");
    }

    [Fact]
    public void The_same_seed_measures_the_same_and_recorded_times_count()
    {
        var questions = Records.Simulated(12, 8, 9).Select(question => question with { Samples = [.. question.Samples.Select(sample => sample with { Seconds = 2 })] }).ToArray();

        var (once, again) = (Measure(questions, "MajorityVote", 5, new StopRule.Beta(0.95)), Measure(questions, "MajorityVote", 5, new StopRule.Beta(0.95)));

        Assert.Equal(once.Tokens, again.Tokens);
        Assert.Equal(once.Right, again.Right);
        Assert.Equal(once.Seconds, again.Seconds);
        Assert.All(once.Seconds, seconds => Assert.InRange(seconds, 1.999, 10.001));
    }

    [Fact]
    public void Coverage_rises_to_what_any_sample_reaches()
    {
        var questions = Records.Simulated(30, 8, 1);

        var coverage = Coverage.Of(questions);

        Assert.Equal([1, 2, 4, 8], coverage.Select(each => each.K));
        Assert.Equal(questions.Average(question => question.Samples.Average(sample => sample.IsRight ? 1.0 : 0)), coverage[0].PassAtK, 9);
        Assert.Equal(questions.Average(question => question.Samples.Any(sample => sample.IsRight) ? 1.0 : 0), coverage[^1].PassAtK, 9);
        Assert.All(coverage.Zip(coverage.Skip(1)), pair => Assert.True(pair.First.PassAtK <= pair.Second.PassAtK));
    }

    private static Measured Measure(IReadOnlyList<RecordedQuestion> questions, string kind, int votes, StopRule? stop = null) =>
        new Replayer(questions, seed: 1, tokensPerSecond: 10).Measure(
            new Setting(new StrategySettings { Kind = kind, Votes = votes, Stop = stop ?? new StopRule.None(), Equivalence = new NumericEquivalence() }),
            CancellationToken.None);
}
