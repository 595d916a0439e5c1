using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Tests.Equivalence;

/// <summary>Texts that are written to break whoever reads them. Each must end, without an exception and without a verdict in their favour.</summary>
public class HostileTests
{
    private const int Long = 100_000;

    private static string Times(string part, int count) => string.Concat(Enumerable.Repeat(part, count));

    public static TheoryData<string, string> Hostile() => new()
    {
        { "nested braces", Times("{", Long) + "1" + Times("}", Long) },
        { "open braces", Times("{", Long) },
        { "closed braces", Times("}", Long) },
        { "nested boxes", Times("\\boxed{", Long / 7) + "1" + Times("}", Long / 7) },
        { "open boxes", Times("\\boxed{", Long / 7) },
        { "many boxes", Times("\\boxed{1} ", Long / 10) },
        { "bare boxes", Times("\\boxed ", Long / 7) },
        { "nested fractions", Times("\\frac{1}{1+", 600) + "1" + Times("}", 600) },
        { "nested roots", Times("\\sqrt{", 1000) + "2" + Times("}", 1000) },
        { "nested parentheses", Times("(", 4000) + "2" + Times(")", 3999) },
        { "nested sets", Times("\\{", 2000) + "2" + Times("\\}", 2000) },
        { "nested signs", Times("\\{\\pm ", 50) + "2" + Times("\\}", 50) },
        { "many signs", Times("\\pm 1, ", 1000) + "3" },
        { "signs in tuples", Times("(\\pm 1, ", 50) + "3" + Times(")", 50) },
        { "minus", Times("-", 7000) + "3" },
        { "factorials", "3" + Times("!", 7000) },
        { "powers", Times("2^", 3000) + "2" },
        { "subscripts", Times("x_", 3000) + "2" },
        { "functions", Times("\\sin ", 1500) + "2" },
        { "bars", Times("|", 7001) },
        { "tower", "10^10^10" },
        { "tower in braces", "10^{10^{10}}" },
        { "large tower", "9^{9^{9^{9}}}" },
        { "huge exponent", "1e999999999999999999999" },
        { "tiny exponent", "1e-999999999" },
        { "huge factorial", "100000000!" },
        { "factorials of factorials", "3!!!" },
        { "huge binomial", "\\binom{100000000}{50000000}" },
        { "large binomial", "\\binom{100000}{50000}" },
        { "expansion", "(a+b+c+d+e+f+g+h)^{50}" },
        { "product of sums", Times("(a+b+c+d+k+m)", 300) },
        { "many terms", string.Join("+", Enumerable.Range(0, 1500).Select(i => $"x_{i}")) },
        { "many fractions", string.Join("+", Enumerable.Range(2, 900).Select(i => $"1/x_{i}")) },
        { "harmonic", string.Join("+", Enumerable.Range(2, 1500).Select(i => $"1/{i}")) },
        { "long list", string.Join(", ", Enumerable.Range(0, 1400).Select(i => 2 * i)) },
        { "long digits", Times("7", Long) },
        { "long decimal", "0." + Times("7", 3900) + "+1/3" },
        { "long root", "\\sqrt{" + Times("7", 600) + "}" },
        { "root of long index", "\\sqrt[" + Times("7", 600) + "]{5}" },
        { "commas", Times(",", 5000) },
        { "thousands", "1" + Times(",000", 1900) },
        { "thousands in brackets", Times("(1,", 2000) },
        { "dollars", Times("$", Long) },
        { "hashes", Times("#", Long) },
        { "hash lines", Times("####\n", Long / 5) },
        { "stars", Times("*", Long) },
        { "answers", Times("answer ", Long / 7) },
        { "answer is", Times("the answer is ", Long / 14) },
        { "words", Times("is = ", Long / 5) },
        { "backslashes", Times("\\", Long) },
        { "matrix", "\\begin{pmatrix}" + Times("1&", 3000) + "\\end{pmatrix}" },
        { "nested matrices", Times("\\begin{pmatrix}", 500) + "1" + Times("\\end{pmatrix}", 500) },
        { "texts", Times("\\text{", 1300) },
        { "alignment", "\\begin{aligned}" + Times("&=", 3900) },
        { "intervals", string.Join("\\cup", Enumerable.Range(0, 400).Select(i => $"({2 * i},{2 * i + 1})")) },
        { "surrogates", Times("\ud800", 2000) },
        { "control characters", Times("\0\u0001\u200b", 2000) },
        { "combining marks", "x" + Times("\u0301", 5000) },
        { "zero to zero", "0^0/0" },
        { "zero over zero", "\\frac{0}{0}" },
        { "zero divisor", "\\frac{1}{x-x}" },
        { "logarithm of zero", "\\ln 0" },
        { "infinity", "\\infty-\\infty" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_text_ends_and_is_not_what_it_is_not(string name, string text)
    {
        Assert.NotNull(name);
        foreach (var other in (string[])["17", "\\frac{17}{3}", "x+17", "(17, 4)", "x < 17", "\\{17, 4\\}"])
        {
            Assert.NotEqual(Agreement.Equal, Compare(text, other));
            Assert.NotEqual(Agreement.Equal, Compare(other, text));
        }
        Compare(text, text + "+1");
        Compare(text, "1+" + text);
        AnswerEquivalence.Extract(text);
    }

    [Fact]
    public void A_quarter_of_a_megabyte_of_stack_is_enough()
    {
        var thread = new Thread(() =>
        {
            foreach (var row in Hostile()) Compare((string)row[1], "(17, \\frac{x}{4})");
        }, maxStackSize: 256 << 10);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_text_of_tokens_in_any_order_never_throws()
    {
        string[] parts =
        [
            "1", "23", "0.5", "x", "y", "pi", "e", "i", "+", "-", "*", "/", "^", "_", "(", ")", "[", "]", "{", "}", "\\{", "\\}", "|", ",", ";", ":", "=", "<", "\\le", "!", "%", "'", "&", "\\\\", "$",
            "\\frac", "\\sqrt", "\\binom", "\\sin", "\\log", "\\ln", "\\pm", "\\cup", "\\in", "\\text{", "\\boxed{", "\\begin{pmatrix}", "\\end{pmatrix}", "\\infty", "^\\circ", "cm", "and", "or", " ", "\n",
            "####", "**", "the answer is ", "\\left(", "\\right)", "\\overline{", "²", "½", "√", "∞", "é", "漢", "\ud83d\ude00", "\ud800", "f(", "\\mathbb{R}", "e5", "1,000", "\\,", "~", "\\", "abc", "\\quad",
        ];
        var texts = Gen.ArrayOf(Gen.Elements(parts)).Select(string.Concat);
        Prop.ForAll(Arb.From(Gen.Zip(texts, texts)), pair =>
        {
            var (a, b) = pair;
            var (there, back) = (Compare(a, b), Compare(b, a));
            Compare($"\\boxed{{{a}}} so the answer is {b}", a);
            return there == back && Compare(a, a) != Agreement.Undecided;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(40));
    }

    [Fact]
    public void A_text_of_any_characters_never_throws() =>
        Prop.ForAll<string, string>((a, b) => Compare(a ?? "", b ?? "") == Compare(b ?? "", a ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Agreement Compare(string answer, string expected) => AnswerEquivalence.Compare(answer, expected, EquivalenceOptions.Default);
}
