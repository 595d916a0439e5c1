using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies.ComputeOptimal;

public class ComputeOptimalTests
{
    private static readonly IStrategy Optimal = Create([new(1, "SingleChain", 1), new(0.5, "MajorityVote", 8), new(0, "Revision", 3)]);

    [Fact]
    public void The_first_chains_are_drawn_whole_whatever_they_say()
    {
        Assert.Equal(4, Optimal.Decide(State()).More().Draw.Count);
        Optimal.Decide(State(Ended(0, "1"), Ended(1, "1"), Ended(2, "1")).Flying(3)).Waits();
    }

    [Fact]
    public void An_easy_question_is_over()
    {
        var outcome = Optimal.Decide(State(Answers("1", "1", "1", "1"))).Answered();
        Assert.Equal((0, 4, 1.0), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
        Assert.Equal(["100 % of 4 chains agreed: MajorityVote followed"], outcome.Notes);
    }

    [Fact]
    public void A_harder_one_gets_the_votes_of_its_row_less_those_it_has()
    {
        var first = Answers("1", "2", "1", "3");
        Assert.Equal(4, Optimal.Decide(State(first)).More().Draw.Count);
        var outcome = Optimal.Decide(State([.. first, .. Answers("3", "3", "1", "3").Select(chain => chain with { Index = chain.Index + 4 })])).Answered();
        Assert.Equal((3, 8, 0.5), (outcome.Winner!.Index, outcome.Cast, outcome.Agreement));
        Assert.Equal(["50 % of 4 chains agreed: MajorityVote followed"], outcome.Notes);
    }

    [Fact]
    public void The_hardest_get_the_last_row()
    {
        var first = Answers("1", "2", "4", "3");
        Assert.Empty(Assert.Single(Optimal.Decide(State(first)).More().Draw).Turns);
        Assert.Equal([4], Optimal.Decide(State([.. first, Ended(4, "1")])).More().Check);
    }

    [Fact]
    public void No_row_has_more_votes_than_the_request()
    {
        Assert.Equal(8, Create([new(0, "MajorityVote", 64)]).Asked);
        var two = Strategy.Create(Settings("ComputeOptimal", 2));
        Assert.Equal((2, 2), (two.Asked, two.Decide(State()).More().Draw.Count));
    }

    [Theory]
    [InlineData(1.5, "MajorityVote", 4, "table[0].agreement: 1.5 is not from 0 to 1")]
    [InlineData(0.5, "MajorityVote", 0, "table[0].votes: 0 is not 1 or more")]
    [InlineData(0.5, "ComputeOptimal", 4, "table[0].strategy: \"ComputeOptimal\" is itself made of strategies; use any other")]
    public void What_cannot_be_is_named(double agreement, string kind, int votes, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentException>(() => Create([new(agreement, kind, votes)])).Message);

    [Fact]
    public void A_table_without_rows_is_named() =>
        Assert.StartsWith("table: there is no row in it", Assert.Throws<ArgumentException>(() => Create([])).Message, StringComparison.Ordinal);

    private static IStrategy Create(IReadOnlyList<ComputeRow> table) => Strategy.Create(Settings("ComputeOptimal", 8) with { Table = table });

    private static Reasoning.Chains.Chain[] Answers(params string[] answers) => [.. answers.Select((answer, index) => Ended(index, answer))];
}
