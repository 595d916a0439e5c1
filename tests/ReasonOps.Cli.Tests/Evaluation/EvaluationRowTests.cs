using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Cli.Evaluation;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Cli.Tests.Evaluation;

public sealed class EvaluationRowTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(20, 10, 19)]
    [InlineData(100, 50, 95)]
    [InlineData(101, 51, 96)]
    public void Percentiles_are_of_the_nearest_rank(int count, double median, double high)
    {
        var row = EvaluationRow.Of("t", [.. Enumerable.Range(1, count).Reverse().Select(ms => Right(ms))]);

        Assert.Equal((median, high), (row.LatencyP50Ms, row.LatencyP95Ms));
    }

    [Fact]
    public void A_percentile_is_one_of_the_latencies_with_that_share_at_or_below_it() =>
        Prop.ForAll(Gen.Choose(0, 1000).NonEmptyListOf().ToArbitrary(), latencies =>
        {
            var row = EvaluationRow.Of("t", [.. latencies.Select(ms => Right(ms))]);
            return Holds(row.LatencyP50Ms, 0.50) && Holds(row.LatencyP95Ms, 0.95);

            bool Holds(double found, double share) => latencies.Contains((int)found)
                && latencies.Count(ms => ms <= found) >= share * latencies.Count
                && latencies.Count(ms => ms < found) < share * latencies.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Means_are_over_all_and_a_failure_counts_as_wrong()
    {
        var row = EvaluationRow.Of("t", [Right(10, votes: 4, spent: 40, cost: 0.5m), Right(20, votes: 2, spent: 20, cost: 0.25m), Failed("no engine"), Failed("later")]);

        Assert.Equal(("MajorityVote", 4, 0.5, 2), (row.Strategy, row.Problems, row.Accuracy, row.Failed));
        Assert.Equal((1.5, 4, 15, 0.75m), (row.VotesCast, row.VotesAsked, row.TokensSpent, row.Cost!.Value));
        Assert.Equal("no engine", row.Failure);
    }

    [Fact]
    public void Without_a_price_there_is_no_cost() => Assert.Null(EvaluationRow.Of("t", [Right(1), Failed("x")]).Cost);

    private static Answered Right(double ms, int votes = 1, int spent = 10, decimal? cost = null) => new(true, 5, TimeSpan.FromMilliseconds(ms), new ReasonOpsReport
    {
        Strategy = "MajorityVote", Votes = new VotesReport { Cast = votes, Asked = 8 }, Tokens = new TokensReport { Spent = spent }, Cost = cost,
    }, null);

    private static Answered Failed(string why) => new(false, 0, TimeSpan.FromMilliseconds(1), null, why);
}
