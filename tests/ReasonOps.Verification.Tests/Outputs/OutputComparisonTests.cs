using ReasonOps.Verification.Outputs;

namespace ReasonOps.Verification.Tests.Outputs;

public class OutputComparisonTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("5\n", "5")]
    [InlineData("5", "5\n\n")]
    [InlineData("5  \n6\t\n", "5\n6")]
    [InlineData("5\r\n6\r\n", "5\n6\n")]
    [InlineData("\n5", "5")]
    [InlineData("a b", "a b")]
    public void White_space_at_ends_does_not_count(string output, string expected) => Assert.Null(OutputComparison.Difference(output, expected));

    [Theory]
    [InlineData("5", "6", "line 1: expected \"6\", got \"5\"")]
    [InlineData("1\n2\n3", "1\n2\n4", "line 3: expected \"4\", got \"3\"")]
    [InlineData("1\n2", "1\n2\n3", "line 3: expected \"3\", got the end of the output")]
    [InlineData("1\n2\n3", "1\n2", "line 3: expected the end of the output, got \"3\"")]
    [InlineData("", "1", "line 1: expected \"1\", got \"\"")]
    [InlineData("a  b", "a b", "line 1: expected \"a b\", got \"a  b\"")]
    [InlineData("1\n\n2", "1\n2", "line 2: expected \"2\", got \"\"")]
    [InlineData("1\n  2", "1\n2", "line 2: expected \"2\", got \"  2\"")]
    [InlineData("Yes", "YES", "line 1: expected \"YES\", got \"Yes\"")]
    [InlineData("0.5", "0.50", "line 1: expected \"0.50\", got \"0.5\"")]
    public void The_first_line_that_differs_is_told(string output, string expected, string difference) =>
        Assert.Equal(difference, OutputComparison.Difference(output, expected));

    [Theory]
    [InlineData("0.5", "0.50", true)]
    [InlineData("0.3333333", "0.33333334", true)]
    [InlineData("x 1.0000001 y", "x 1 y", true)]
    [InlineData("1000000.5", "1000000.1", true)]
    [InlineData("0.34", "0.33", false)]
    [InlineData("x 1 y", "x 1 z", false)]
    [InlineData("1 2", "1", false)]
    [InlineData("1", "1 2", false)]
    [InlineData("nan", "1", false)]
    [InlineData("inf", "1", false)]
    [InlineData("1", "Infinity", false)]
    public void Numbers_may_be_near(string output, string expected, bool same) =>
        Assert.Equal(same, OutputComparison.Difference(output, expected, tolerance: 1e-6) is null);

    [Fact]
    public void A_long_line_is_cut_in_the_message() =>
        Assert.InRange(OutputComparison.Difference(new string('x', 100_000), new string('y', 100_000))!.Length, 100, 300);
}
