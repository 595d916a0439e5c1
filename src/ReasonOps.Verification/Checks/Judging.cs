using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Checks;

/// <summary>Checks that need nothing run. They never throw, and end within their budget.</summary>
public static class Judging
{
    private const int Shown = 120;

    public static CheckResult Judge(MathCheck check)
    {
        var (answer, expected) = (AnswerEquivalence.Extract(check.Answer), AnswerEquivalence.Extract(check.Expected));
        if (string.IsNullOrWhiteSpace(answer)) return new CheckResult(Verdict.WrongAnswer, $"expected {Brief(expected)}, got no answer");
        return AnswerEquivalence.Compare(check.Answer, check.Expected, check.Options) switch
        {
            Agreement.Equal => new CheckResult(Verdict.Accepted),
            Agreement.Undecided => new CheckResult(Verdict.WrongAnswer, $"expected {Brief(expected)}, got {Brief(answer)}, which could not be compared within the budget; write it more simply"),
            _ => new CheckResult(Verdict.WrongAnswer, $"expected {Brief(expected)}, got {Brief(answer)}"),
        };
    }

    public static CheckResult Judge(ExactCheck check)
    {
        var (answer, expected) = (check.Answer.Trim(), check.Expected.Trim());
        return string.Equals(answer, expected, StringComparison.Ordinal)
            ? new CheckResult(Verdict.Accepted)
            : new CheckResult(Verdict.WrongAnswer, $"expected {Quoted(expected)}, got {Quoted(answer)}{Hint(answer, expected)}");
    }

    private static string Hint(string answer, string expected) =>
        string.Equals(answer, expected, StringComparison.OrdinalIgnoreCase) ? " (only upper and lower case differ)" : "";

    private static string Quoted(string text) => text.Length == 0 ? "nothing" : $"\"{Brief(text)}\"";

    private static string Brief(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= Shown ? line : $"{line[..Shown]}... ({line.Length} characters)";
    }
}
