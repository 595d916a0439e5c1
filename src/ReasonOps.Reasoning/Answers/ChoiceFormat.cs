using System.Text.RegularExpressions;

namespace ReasonOps.Reasoning.Answers;

/// <summary>
/// The letter A to J a multiple-choice answer settles on, in the phrasings models use: <c>the answer is (B)</c>,
/// <c>Answer: **B**</c>, <c>option B</c>, <c>\boxed{B}</c>, <c>B) Paris</c>, <c>B</c>. The surest phrasing wins, and of
/// several of one kind the last. A letter that is merely mentioned is no answer.
/// </summary>
internal sealed partial class ChoiceFormat : AnswerFormat
{
    private static readonly Regex[] SurestFirst = [Said(), Boxed(), Alone(), Chosen(), Bracketed()];

    public override string? Extract(string content)
    {
        foreach (var phrasing in SurestFirst)
        {
            if (phrasing.Matches(content) is { Count: > 0 } matches) return matches[^1].Groups[1].Value.ToUpperInvariant();
        }
        return null;
    }

    // "answer is (B)", "Answer: **B**", "answer is option B", "answer is \boxed{B}"; "answer is a car" is none: the letter is upper-case.
    [GeneratedRegex(
        @"\b[Aa](?:nswer|NSWER)\b[*_]{0,2}(?:\s{0,3}(?:is|IS|would be|must be|[:=])[*_]{0,2}){1,2}" +
        @"\s{0,3}(?:(?:the\s)?(?:[Oo]ption|[Cc]hoice|[Ll]etter)\s{0,3})?(?:\\boxed|\\text|[$*_(\[{`""']){0,6}([A-J])(?![A-Za-z0-9'])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Said();

    [GeneratedRegex(@"\\boxed\s{0,3}\{\s{0,3}(?:\\text\w{0,4}\{)?\s{0,3}\(?([A-Ja-j])\)?[\s.}:)]", RegexOptions.CultureInvariant)]
    private static partial Regex Boxed();

    // A last line that is a letter, or a letter and what it stands for: "B", "(b)", "**B.**", "B) Paris", "D: none of them".
    [GeneratedRegex(
        @"(?:\A|\n)[ \t]{0,9}[*_(\[$`""']{0,4}([A-J](?=[*_)\]$`""'.:]{1,6}(?:\s|\z)|\s{0,9}\z)|[a-j](?=[*_)\]$`""'.:]{0,6}\s{0,9}\z))" +
        @"[^\n]{0,400}\s{0,9}\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Alone();

    // "I choose C", "the correct option is C", "so option C"
    [GeneratedRegex(
        @"\b(?:[Oo]ption|[Cc]hoice|[Cc]hoose|[Pp]ick|[Ss]elect)\b(?:\s(?:is|option|choice))?[\s:]{1,3}[*_(\[$`""']{0,4}([A-J])(?![A-Za-z0-9'])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Chosen();

    [GeneratedRegex(@"[(\[]([A-J])[)\]]", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();
}
