using System.Diagnostics;
using ReasonOps.Reasoning.Answers;

namespace ReasonOps.Reasoning.Tests.Answers;

public class AnswerFormatTests
{
    [Theory]
    [InlineData("#63", "63")]
    [InlineData("7*8=56 so # 63 ", "63")]
    [InlineData("#1\n#2", "2")]
    [InlineData("#63#", "63")]
    [InlineData("## Heading\n# 63", "63")]
    [InlineData("# 63\n## Notes", "63")]
    [InlineData("#\n\n  63  \nmore", "63")]
    [InlineData("63", null)]
    [InlineData("#", null)]
    [InlineData("#### 63", null)]
    [InlineData("", null)]
    public void A_hash_marks_what_follows_it(string content, string? answer) => Check("Hash", null, content, answer);

    [Theory]
    [InlineData("She has 9 * 2 = $18.\n#### 18", "18")]
    [InlineData("####18", "18")]
    [InlineData("#### 1,234 \r\n", "1,234")]
    [InlineData("#### 1\n#### 2\n", "2")]
    [InlineData("#### 18 ####", "18")]
    [InlineData("# 18", null)]
    [InlineData("##### 18", null)]
    [InlineData("#### ", null)]
    public void Four_hashes_mark_what_follows_them(string content, string? answer) => Check("HashHashHashHash", null, content, answer);

    [Theory]
    [InlineData(@"so \boxed{63}.", "63")]
    [InlineData(@"\boxed{\frac{1}{2}}", @"\frac{1}{2}")]
    [InlineData(@"first \boxed{1}, then \boxed{2}", "2")]
    [InlineData(@"\boxed{ x + {y} }", "x + {y}")]
    [InlineData(@"\boxed{a \boxed{b}}", @"a \boxed{b}")]
    [InlineData(@"\boxed{1} and \boxed{2", "1")]
    [InlineData(@"\boxed{1} and \boxed{}", "1")]
    [InlineData(@"\boxed {7}", "7")]
    [InlineData(@"\boxed{\{1, 2\}}", @"\{1, 2\}")]
    [InlineData(@"an open { brace, \boxed{3}", "3")]
    [InlineData(@"a stray } brace, \boxed{3}", "3")]
    [InlineData(@"\boxed{", null)]
    [InlineData("63", null)]
    public void A_box_holds_the_answer(string content, string? answer) => Check("Boxed", null, content, answer);

    [Theory]
    [InlineData("The answer is 63.", "63")]
    [InlineData("7*8=56, 56+12=68", "68")]
    [InlineData("it costs $1,234.50 in all", "1,234.50")]
    [InlineData("x = -3", "-3")]
    [InlineData("minus signs: \u22125", "\u22125")]
    [InlineData("5-3", "3")]
    [InlineData("(-4)", "-4")]
    [InlineData("3/4 of it", "3/4")]
    [InlineData("about 6.02e23 of them", "6.02e23")]
    [InlineData("half is .5", ".5")]
    [InlineData("42, and H2O is water", "42")]
    [InlineData("1,2,3", "3")]
    [InlineData("1,2345", "2345")]
    [InlineData("答案是42。", "42")]
    [InlineData("50%", "50")]
    [InlineData("no number", null)]
    [InlineData("v2", null)]
    [InlineData("", null)]
    public void The_last_number_is_the_answer(string content, string? answer) => Check("LastNumber", null, content, answer);

    [Theory]
    [InlineData("The answer is (B).", "B")]
    [InlineData("The answer is B", "B")]
    [InlineData("Answer: C", "C")]
    [InlineData("**Answer:** D", "D")]
    [InlineData("**Answer: D**", "D")]
    [InlineData("The correct answer is: **E**", "E")]
    [InlineData("The answer is option F because it is", "F")]
    [InlineData(@"The answer is $\boxed{G}$", "G")]
    [InlineData(@"\boxed{H}", "H")]
    [InlineData(@"\boxed{\text{C}}", "C")]
    [InlineData("J", "J")]
    [InlineData("a", "A")]
    [InlineData("(b)", "B")]
    [InlineData("B.", "B")]
    [InlineData("It must be Paris.\n\n**B**", "B")]
    [InlineData("B) Paris", "B")]
    [InlineData("I would choose C here", "C")]
    [InlineData("Option A is wrong. The answer is B.", "B")]
    [InlineData("The correct option is D, since the rest fail", "D")]
    [InlineData("Not (A), so (C)", "C")]
    [InlineData("The answer is A. No wait: the answer is D.", "D")]
    [InlineData("The answer is a car", null)]
    [InlineData("I think so", null)]
    [InlineData("A car is faster", null)]
    [InlineData("K", null)]
    [InlineData("", null)]
    public void A_choice_is_read_in_the_usual_phrasings(string content, string? answer) => Check("Choice", null, content, answer);

    [Theory]
    [InlineData("""{"answer": 63}""", "63")]
    [InlineData("""{"answer": "Paris "}""", "Paris")]
    [InlineData("""{"answer": true}""", "true")]
    [InlineData("""{"answer": [1, 2]}""", "[1, 2]")]
    [InlineData("Here it is:\n```json\n{\"why\": \"{\", \"answer\": -1.5}\n```\nDone.", "-1.5")]
    [InlineData("""{"answer": 1} then {"answer": 2}""", "2")]
    [InlineData("""{"answer": 1} then {"other": 2}""", "1")]
    [InlineData("""{"answer": 1, "more": {"answer": 2}}""", "1")]
    [InlineData("""the set {1, 2} and {"a" and {"answer": 3}""", "3")]
    [InlineData("""{ "answer" : "é😀" }""", "é😀")]
    [InlineData("""{"answer": null}""", null)]
    [InlineData("""{"answer": ""}""", null)]
    [InlineData("""{"answer": 63""", null)]
    [InlineData("""{"Answer": 63}""", null)]
    [InlineData("{", null)]
    [InlineData("", null)]
    public void A_json_field_is_found_wherever_its_object_stands(string content, string? answer) => Check("JsonField", "answer", content, answer);

    [Theory]
    [InlineData(@"result:\s*(\d+)", "result: 63 result: 64", "63")]
    [InlineData(@"\d+$", "it is 63", "63")]
    [InlineData(@"(a)|b", "b", null)]
    [InlineData(@"x(\s*)y", "x  y", null)]
    [InlineData(@"(\d+)", "none", null)]
    public void A_pattern_gives_its_first_group(string pattern, string content, string? answer) => Check("Regex", pattern, content, answer);

    [Theory]
    [InlineData("  63\n", "63")]
    [InlineData("two words", "two words")]
    [InlineData(" \n ", null)]
    public void The_whole_is_the_answer(string content, string? answer) => Check("Whole", null, content, answer);

    [Theory]
    [InlineData("Hash", null, "#")]
    [InlineData("Hash", null, "# ")]
    [InlineData("Boxed", null, @"\boxed{")]
    [InlineData("Boxed", null, @"\boxed   {")]
    [InlineData("LastNumber", null, "1,234,")]
    [InlineData("LastNumber", null, "9")]
    [InlineData("Choice", null, "answer is ")]
    [InlineData("Choice", null, "\n")]
    [InlineData("Choice", null, "A.")]
    [InlineData("Choice", null, "\nA. x")]
    [InlineData("JsonField", "a", "{\"a\":")]
    [InlineData("JsonField", "a", "{\"")]
    [InlineData("JsonField", "a", "{ ")]
    [InlineData("Regex", "(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaab")]
    public void A_hundred_kilobytes_of_anything_are_bounded(string kind, string? pattern, string unit)
    {
        var format = AnswerFormat.Create(kind, pattern);
        var content = string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length));
        format.Extract("warm 1");
        var started = Stopwatch.GetTimestamp();
        format.Extract(content);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("Hashes", null, "kind: \"Hashes\" is not an answer format")]
    [InlineData("JsonField", null, "pattern: JsonField needs the name of the field")]
    [InlineData("Regex", "", "pattern: Regex needs a regular expression")]
    [InlineData("Regex", "(", "pattern: \"(\" is not a regular expression")]
    public void What_cannot_be_a_format_is_named(string kind, string? pattern, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => AnswerFormat.Create(kind, pattern)).Message);

    private static void Check(string kind, string? pattern, string content, string? answer) =>
        Assert.Equal(answer, AnswerFormat.Create(kind, pattern).Extract(content));
}
