using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Voting;

public class NumericEquivalenceTests
{
    [Theory]
    [InlineData("63", "63.0")]
    [InlineData("63", "126/2")]
    [InlineData("63", "063")]
    [InlineData("63", "+63")]
    [InlineData("1,234", "1234")]
    [InlineData("1,234,567.50", "1234567.5")]
    [InlineData("1{,}234", "1234")]
    [InlineData(@"\frac{1}{2}", "0.5")]
    [InlineData(@"-\dfrac{1}{2}", "-.5")]
    [InlineData(@"$\frac{126}{2}$", "63")]
    [InlineData("6.3e1", "63")]
    [InlineData("1/3", "2/6")]
    [InlineData("-1/3", "1/-3")]
    [InlineData("0", "-0.00")]
    [InlineData("\u22125", "-5")]
    [InlineData("$5", "5")]
    [InlineData("50%", "50")]
    [InlineData("63.", "63")]
    [InlineData("Paris", "paris.")]
    [InlineData("x  +  1", "x + 1")]
    [InlineData(@"\left( x \right)", "( x )")]
    public void Same_answers_are_one_vote(string left, string right)
    {
        Assert.True(new NumericEquivalence().Same(left, right));
        Assert.True(new NumericEquivalence().Same(right, left));
    }

    [Theory]
    [InlineData("63", "64")]
    [InlineData("1/3", "0.3333")]
    [InlineData("1/0", "2/0")]
    [InlineData("1,23", "123")]
    [InlineData("63", "sixty-three")]
    [InlineData("-5", "5")]
    [InlineData("x", "y")]
    [InlineData("1e999", "1e998")]
    [InlineData("1e1000000000", "1e1000000001")]
    [InlineData("", "0")]
    public void Different_answers_are_two_votes(string left, string right)
    {
        Assert.False(new NumericEquivalence().Same(left, right));
        Assert.False(new NumericEquivalence().Same(right, left));
    }

    [Fact]
    public void A_very_long_answer_is_compared_as_it_is()
    {
        var digits = new string('7', 100_000);
        Assert.True(new NumericEquivalence().Same(digits, new string('7', 100_000)));
        Assert.False(new NumericEquivalence().Same(digits, digits + ".0"));
    }
}
