using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Rollouts.Tests.Variants;

public sealed class ArithmeticTests
{
    private static readonly Dictionary<string, Fraction> Values = new() { ["a"] = Fraction.Parse("7"), ["b"] = Fraction.Parse("2"), ["rate"] = Fraction.Parse("0.25") };

    [Theory]
    [InlineData("a", "7")]
    [InlineData("a + b * 3", "13")]
    [InlineData("(a + b) * 3", "27")]
    [InlineData("a / b", "3.5")]
    [InlineData("a / 3", "7/3")]
    [InlineData("-a % b", "1")]
    [InlineData("a % b", "1")]
    [InlineData("6 % b", "0")]
    [InlineData("b ** 10 - 1", "1023")]
    [InlineData("-b ** 2", "-4")]
    [InlineData("a * rate", "1.75")]
    [InlineData("1 - a - b", "-8")]
    public void An_expression_is_worth_exactly_what_it_says(string text, string value) => Assert.Equal(value, Arithmetic.Evaluate(text, Values).ToString());

    [Theory]
    [InlineData("a +", "a number or a name is missing")]
    [InlineData("a / (b - 2)", "divides by zero")]
    [InlineData("c + 1", "there is no parameter \"c\"; there are a, b, rate")]
    [InlineData("(a", "a ) is missing")]
    [InlineData("a b", "is not understood")]
    [InlineData("b ** 100000", "a power is 100000")]
    public void What_is_no_expression_is_told(string text, string told) =>
        Assert.Contains(told, Assert.Throws<FormatException>(() => Arithmetic.Evaluate(text, Values)).Message, StringComparison.Ordinal);
}
