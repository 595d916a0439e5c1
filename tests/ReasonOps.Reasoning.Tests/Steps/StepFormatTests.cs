using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Reasoning.Tests.Steps;

public class StepFormatTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("7*8=56;12+56=68;", new[] { "7*8=56;", "12+56=68;" })]
    [InlineData("7*8=56;12+5", new[] { "7*8=56;", "12+5" })]
    [InlineData("7*8=56;; ;1", new[] { "7*8=56;; ;", "1" })]
    [InlineData(";1;", new[] { ";", "1;" })]
    [InlineData("no end", new[] { "no end" })]
    public void Thinking_is_cut_behind_its_ends(string reasoning, string[] steps) => Assert.Equal(steps, new StepFormat([";"]).Split(reasoning));

    [Fact]
    public void A_blank_line_parts_paragraphs_and_more_of_them_no_more() =>
        Assert.Equal(["First.\n\n\n\n", "\nSecond\nstill.\n\n", "Third"], StepFormat.Paragraphs.Split("First.\n\n\n\n\nSecond\nstill.\n\nThird"));

    [Fact]
    public void The_end_that_is_complete_first_cuts() => Assert.Equal(["a.", " b\n", "c"], new StepFormat(["\n", ".", ". b\n"]).Split("a. b\nc"));

    [Fact]
    public void A_format_without_ends_has_one_step() => Assert.Equal(["a;b"], new StepFormat([]).Split("a;b"));

    [Fact]
    public void Steps_put_together_are_the_thinking_and_none_is_empty() => Prop.ForAll(Texts(), text =>
    {
        var steps = new StepFormat([";", "\n\n"]).Split(text);
        return string.Concat(steps) == text && steps.All(step => step.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Steps_that_are_over_stay_when_more_is_thought() => Prop.ForAll(Texts(), Texts(), (text, more) =>
    {
        var (before, after) = (new StepFormat([";"]).Split(text + "x;"), new StepFormat([";"]).Split(text + "x;y" + more));
        return after.Count > before.Count && before.SequenceEqual(after.Take(before.Count));
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<string> Texts() => Gen.Elements('a', 'b', ';', '\n', ' ').ListOf().Select(letters => new string([.. letters])).ToArbitrary();
}
