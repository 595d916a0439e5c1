using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Voting;

public class StopRuleTests
{
    [Fact]
    public void Beta_is_the_integral_of_its_posterior()
    {
        for (var leader = 0; leader <= 20; leader++)
        {
            for (var runnerUp = 0; runnerUp <= 20; runnerUp++)
                Assert.Equal(Integral(leader, runnerUp), StopRule.Beta.ProbabilityAhead(leader, runnerUp), tolerance: 1e-9);
        }
    }

    [Fact]
    public void Beta_stays_a_probability_of_thousands_of_votes()
    {
        Assert.Equal(0.5, StopRule.Beta.ProbabilityAhead(4000, 4000), 9);
        Assert.InRange(StopRule.Beta.ProbabilityAhead(4100, 4000), 0.8, 0.9);
        Assert.Equal(1, StopRule.Beta.ProbabilityAhead(8000, 0), 9);
        Assert.Equal(0, StopRule.Beta.ProbabilityAhead(0, 8000), 9);
    }

    [Theory]
    [InlineData("Beta", 16, "1111", true)]
    [InlineData("Beta", 16, "111", false)]
    [InlineData("Beta", 16, "11112", false)]
    [InlineData("Window", 16, "111", true)]
    [InlineData("Window", 16, "21211", false)]
    [InlineData("Window", 16, "2111", true)]
    [InlineData("Window", 16, "11_1", false)]
    [InlineData("Majority", 5, "111", true)]
    [InlineData("Majority", 5, "1121", true)]
    [InlineData("Majority", 5, "112", false)]
    [InlineData("Majority", 4, "11", true)]
    [InlineData("Majority", 5, "____", false)]
    [InlineData("None", 5, "1111", false)]
    [InlineData("None", 5, "11111", true)]
    public void A_rule_decides(string rule, int asked, string votes, bool decided) =>
        Assert.Equal(decided, StopRule.Create(rule, 0.95, 3).Decided(Counted(votes), asked));

    [Theory]
    [InlineData("None", 16, "", 16)]
    [InlineData("Beta", 16, "", 4)]
    [InlineData("Beta", 16, "11", 2)]
    [InlineData("Beta", 3, "", 2)]
    [InlineData("Window", 16, "", 3)]
    [InlineData("Window", 16, "112", 2)]
    [InlineData("Majority", 5, "", 3)]
    [InlineData("Majority", 16, "", 8)]
    [InlineData("Majority", 5, "12", 2)]
    public void A_rule_needs_as_many_votes_as_could_decide(string rule, int asked, string votes, int needed) =>
        Assert.Equal(needed, StopRule.Create(rule, 0.95, 3).Needed(Counted(votes), asked));

    [Theory]
    [InlineData("Beta", 16, "1111", "Beta(0.95)")]
    [InlineData("Beta", 5, "111", "Majority")]
    [InlineData("Window", 4, "1211", "Majority")]
    [InlineData("Beta", 16, "111", null)]
    [InlineData("None", 5, "111", null)]
    public void What_decided_is_told_apart_from_votes_that_cannot_matter(string rule, int asked, string votes, string? decidedBy) =>
        Assert.Equal(decidedBy, StopRule.Create(rule, 0.95, 3).DecidedBy(Counted(votes), asked));

    [Theory]
    [InlineData("None", "None")]
    [InlineData("Beta", "Beta(0.95)")]
    [InlineData("Window", "Window(3)")]
    [InlineData("Majority", "Majority")]
    public void A_rule_says_its_name(string rule, string name) => Assert.Equal(name, StopRule.Create(rule, 0.95, 3).Name);

    [Theory]
    [InlineData("beta", 0.95, 5, "rule: \"beta\" is not a stop rule; use one of None, Beta, Window, Majority")]
    [InlineData("Beta", 1.0, 5, "confidence: 1 is not between 0 and 1")]
    [InlineData("Beta", double.NaN, 5, "confidence: NaN is not between 0 and 1")]
    [InlineData("Window", 0.95, 0, "window: 0 is not 1 or more")]
    public void What_cannot_be_a_rule_is_named(string rule, double confidence, int window, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => StopRule.Create(rule, confidence, window)).Message);

    /// <summary>Simpson's rule over the upper half of the posterior's density, normalised by the whole.</summary>
    private static double Integral(int leader, int runnerUp)
    {
        double Density(double p) => Math.Pow(p, leader) * Math.Pow(1 - p, runnerUp);
        double Over(double from, double to)
        {
            const int Steps = 2000;
            var width = (to - from) / Steps;
            return Enumerable.Range(0, Steps + 1).Sum(i => (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Density(from + (i * width))) * width / 3;
        }
        return Over(0.5, 1) / Over(0, 1);
    }

    private static Tally Counted(string votes)
    {
        var tally = new Tally(new NumericEquivalence());
        foreach (var vote in votes) tally.Add(vote == '_' ? null : vote.ToString());
        return tally;
    }
}
