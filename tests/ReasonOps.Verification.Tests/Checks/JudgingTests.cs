using ReasonOps.Verification.Checks;

namespace ReasonOps.Verification.Tests.Checks;

public class JudgingTests
{
    [Fact]
    public void A_right_answer_is_accepted_without_a_word()
    {
        Assert.Equal(new CheckResult(Verdict.Accepted), Judging.Judge(new MathCheck("so \\boxed{0.5}", "1/2")) with { Tests = new CheckResult(Verdict.Accepted).Tests });
        Assert.Equal(Verdict.Accepted, Judging.Judge(new ExactCheck(" blue\n", "blue")).Verdict);
    }

    [Theory]
    [InlineData("so \\boxed{0.51}", "1/2", "expected 1/2, got 0.51")]
    [InlineData("", "1/2", "expected 1/2, got no answer")]
    [InlineData("<think>hm</think>", "1/2", "expected 1/2, got no answer")]
    [InlineData("#### 5", "#### 6", "expected 6, got 5")]
    public void A_wrong_answer_is_told_beside_what_was_expected(string answer, string expected, string message) =>
        Assert.Equal((Verdict.WrongAnswer, message), Of(Judging.Judge(new MathCheck(answer, expected))));

    [Theory]
    [InlineData("red", "blue", "expected \"blue\", got \"red\"")]
    [InlineData("Blue", "blue", "expected \"blue\", got \"Blue\" (only upper and lower case differ)")]
    [InlineData("", "blue", "expected \"blue\", got nothing")]
    [InlineData("1/2", "0.5", "expected \"0.5\", got \"1/2\"")]
    public void Exact_texts_are_compared_letter_by_letter(string answer, string expected, string message) =>
        Assert.Equal((Verdict.WrongAnswer, message), Of(Judging.Judge(new ExactCheck(answer, expected))));

    [Fact]
    public void What_cannot_be_compared_in_its_steps_is_wrong_and_says_why()
    {
        var check = new MathCheck("(x+y+z)^9(x-y)^9", "(x-y)^9(z+y+x)^9") { Options = new() { Steps = 500 } };
        var result = Judging.Judge(check);
        Assert.Equal(Verdict.WrongAnswer, result.Verdict);
        Assert.Contains("budget", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_answer_is_cut_in_the_message()
    {
        var message = Judging.Judge(new ExactCheck(new string('x', 100_000), "blue")).Message;
        Assert.InRange(message.Length, 20, 300);
        Assert.Contains("100000 characters", message, StringComparison.Ordinal);
    }

    private static (Verdict, string) Of(CheckResult result) => (result.Verdict, result.Message);
}
