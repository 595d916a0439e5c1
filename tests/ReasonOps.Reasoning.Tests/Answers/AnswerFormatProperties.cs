using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Answers;

namespace ReasonOps.Reasoning.Tests.Answers;

public class AnswerFormatProperties
{
    private static readonly string[] Pieces =
        ["#", "####", "\\boxed{", "{", "}", "\\", "1", ",", ".", "-", "/", "e", "answer is ",
        "A", "(", ")", "\"", ":", "\n", " ", "\ud83d", "a", "null", "["];

    [Fact]
    public void No_content_makes_a_format_throw_or_give_blank()
    {
        var formats = AnswerFormat.Kinds.Select(kind => AnswerFormat.Create(kind, "a")).ToArray();
        var contents = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        Prop.ForAll(contents.ToArbitrary(), content => formats.All(format =>
            format.Extract(content) is null or { Length: > 0 } && format.Extract(content) == format.Extract(content)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_boxed_answer_with_balanced_braces_comes_back_as_it_was()
    {
        var answers = Gen.Elements("x", "{y}", "\\frac{1}{2}", " ", "{{z}}", "+").NonEmptyListOf()
            .Select(parts => ("v" + string.Concat(parts)).Trim());
        Prop.ForAll(answers.ToArbitrary(), answer => AnswerFormat.Create("Boxed", null).Extract($"so \\boxed{{{answer}}} it is") == answer)
            .QuickCheckThrowOnFailure();
    }
}
