using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Tests.Equivalence;

public class AnswerEquivalenceTests
{
    public static TheoryData<string, string, bool, string> Cases()
    {
        var data = new TheoryData<string, string, bool, string>();
        foreach (var family in CaseTable.Families())
        {
            foreach (var entry in CaseTable.Read(family)) data.Add(family, entry.Answer, entry.Same, entry.Expected);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answers_of_the_tables_are_told_apart(string family, string answer, bool same, string expected)
    {
        var agreement = AnswerEquivalence.Compare(answer, expected, EquivalenceOptions.Default);
        Assert.True(same == (agreement == Agreement.Equal), $"{family}: \"{answer}\" against \"{expected}\" is {agreement}");
    }

    [Fact]
    public void The_tables_are_large_and_a_third_of_them_look_alike_and_are_not()
    {
        Assert.InRange(CaseTable.All.Count, 400, int.MaxValue);
        Assert.InRange(CaseTable.All.Count(entry => !entry.Same), CaseTable.All.Count / 3, int.MaxValue);
    }
}
