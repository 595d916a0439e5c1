using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Tests.Equivalence;

public class OptionTests
{
    [Theory]
    [InlineData(0, "0.3333", "1/3", false)]
    [InlineData(0, "0.5", "1/2", true)]
    [InlineData(1e-4, "0.3333", "1/3", true)]
    [InlineData(1e-4, "0.333", "1/3", false)]
    [InlineData(1e-2, "0.333", "1/3", true)]
    [InlineData(1e-2, "33.3", "100/3", true)]
    [InlineData(1e-2, "3.14", "\\pi", true)]
    [InlineData(1e-2, "0.51", "1/2", false)]
    [InlineData(1e-2, "0.501", "0.5", false)]
    [InlineData(1e-2, "100", "101", false)]
    [InlineData(1e-2, "22/7", "\\pi", false)]
    [InlineData(1e-7, "3.14159", "\\pi", false)]
    [InlineData(1e-7, "3.14159265", "\\pi", true)]
    public void Precision_is_for_decimals_of_numbers_that_no_decimal_writes(double precision, string answer, string expected, bool same) =>
        AssertSame(same, answer, expected, new EquivalenceOptions { RelativePrecision = precision });

    [Theory]
    [InlineData(false, "10%", "10", false)]
    [InlineData(true, "10%", "10", true)]
    [InlineData(true, "10%", "0.1", true)]
    [InlineData(true, "10%", "11", false)]
    [InlineData(false, "10%", "1/10", true)]
    public void Percent_may_be_plain(bool plain, string answer, string expected, bool same) =>
        AssertSame(same, answer, expected, new EquivalenceOptions { PercentIsPlain = plain });

    [Theory]
    [InlineData(true, "5 cm", "5", true)]
    [InlineData(false, "5 cm", "5", false)]
    [InlineData(false, "5 cm", "50 mm", true)]
    [InlineData(true, "5 cm", "5 m", false)]
    [InlineData(false, "$5", "5", false)]
    [InlineData(false, "90^\\circ", "90", false)]
    [InlineData(false, "90^\\circ", "\\frac{\\pi}{2}", true)]
    public void Units_may_be_left_out(bool leftOut, string answer, string expected, bool same) =>
        AssertSame(same, answer, expected, new EquivalenceOptions { UnitMayBeLeftOut = leftOut });

    [Theory]
    [InlineData(true, "x=3", "3", true)]
    [InlineData(false, "x=3", "3", false)]
    [InlineData(false, "x=3", "x = 3.0", true)]
    [InlineData(true, "x<3", "(-\\infty, 3)", true)]
    [InlineData(false, "x<3", "(-\\infty, 3)", false)]
    public void Names_may_be_left_out(bool leftOut, string answer, string expected, bool same) =>
        AssertSame(same, answer, expected, new EquivalenceOptions { NameMayBeLeftOut = leftOut });

    [Theory]
    [InlineData(false, "1, 2", "2, 1", true)]
    [InlineData(true, "1, 2", "2, 1", false)]
    [InlineData(true, "1, 2", "1,2", true)]
    [InlineData(true, "\\{1, 2\\}", "\\{2, 1\\}", true)]
    public void Lists_may_be_ordered(bool ordered, string answer, string expected, bool same) =>
        AssertSame(same, answer, expected, new EquivalenceOptions { ListsAreOrdered = ordered });

    [Fact]
    public void What_is_not_known_when_the_steps_are_spent_is_undecided()
    {
        var (answer, expected) = ("(x+y+z)^9(x-y)^9", "(x-y)^9(z+y+x)^9");
        Assert.Equal(Agreement.Undecided, AnswerEquivalence.Compare(answer, expected, new EquivalenceOptions { Steps = 500 }));
        Assert.Equal(Agreement.Equal, AnswerEquivalence.Compare(answer, expected, EquivalenceOptions.Default));
    }

    private static void AssertSame(bool same, string answer, string expected, EquivalenceOptions options)
    {
        Assert.Equal(same ? Agreement.Equal : Agreement.Different, AnswerEquivalence.Compare(answer, expected, options));
        Assert.Equal(same ? Agreement.Equal : Agreement.Different, AnswerEquivalence.Compare(expected, answer, options));
    }
}
