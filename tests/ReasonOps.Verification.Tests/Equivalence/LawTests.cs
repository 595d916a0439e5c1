using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Tests.Equivalence;

/// <summary>What holds of any two answers.</summary>
public class LawTests
{
    [Fact]
    public void The_order_of_the_two_does_not_matter()
    {
        foreach (var entry in CaseTable.All)
            Assert.True(Compare(entry.Answer, entry.Expected) == Compare(entry.Expected, entry.Answer), $"\"{entry.Answer}\" and \"{entry.Expected}\" depend on their order");
    }

    [Fact]
    public void An_answer_is_equal_to_itself_also_when_it_is_boxed_and_dressed()
    {
        foreach (var text in CaseTable.All.Select(entry => entry.Answer).Distinct())
        {
            Assert.Equal(Agreement.Equal, Compare(text, text));
            Assert.True(Compare($"So we find \\boxed{{{text}}}.", text) == Agreement.Equal, $"\"{text}\" differs from itself in a box");
            Assert.True(Compare(text, $" {text} ") == Agreement.Equal, $"\"{text}\" differs from itself between spaces");
        }
    }

    [Fact]
    public void What_is_compared_never_depends_on_what_was_compared_before()
    {
        var expected = CaseTable.All.Select(entry => Compare(entry.Answer, entry.Expected)).ToArray();
        var again = new Agreement[expected.Length];
        Parallel.For(0, expected.Length, i => again[i] = Compare(CaseTable.All[i].Answer, CaseTable.All[i].Expected));
        Assert.Equal(expected, again);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "5")]
    [InlineData(" ", " ")]
    [InlineData("\\boxed{}", "")]
    public void An_empty_answer_is_equal_to_nothing(string answer, string expected) => Assert.Equal(Agreement.Different, Compare(answer, expected));

    private static Agreement Compare(string answer, string expected) => AnswerEquivalence.Compare(answer, expected, EquivalenceOptions.Default);
}
