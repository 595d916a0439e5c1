using ReasonOps.Verification.Extraction;
using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Shapes;

namespace ReasonOps.Verification.Equivalence;

/// <summary>Whether two answers in mathematics mean the same.</summary>
public static class AnswerEquivalence
{
    /// <summary>
    /// Compares an answer, perhaps with prose around it, with what is expected. Never throws; ends within the steps of the options,
    /// whatever the texts are. The order of the two does not matter; an empty answer equals nothing.
    /// </summary>
    public static Agreement Compare(string answer, string expected, EquivalenceOptions options)
    {
        if (Numeral.TryRead(answer, out var a) && Numeral.TryRead(expected, out var b)) return a.SameAs(b) ? Agreement.Equal : Agreement.Different;
        var (left, right) = (FinalAnswer.Of(answer), FinalAnswer.Of(expected));
        if (options.Steps <= 0 || left.Length == 0 || right.Length == 0) return Agreement.Different;
        if (string.Equals(left, right, StringComparison.Ordinal)) return Agreement.Equal;
        if (Numeral.TryRead(left, out a) && Numeral.TryRead(right, out b)) return a.SameAs(b) ? Agreement.Equal : Agreement.Different;
        return PlainText.Same(left, right) ? Agreement.Equal : Agreement.Different;
    }

    /// <summary>
    /// The answer that a text ends in: its last <c>\boxed{}</c>, what follows <c>####</c> or "the answer is", what is bold or a formula at
    /// the end of prose, or else the whole text; trimmed.
    /// </summary>
    public static string Extract(string text) => FinalAnswer.Of(text);
}

/// <summary>What a comparison of two answers says.</summary>
public enum Agreement
{
    Different,
    Equal,

    /// <summary>The budget was spent before it was known; it counts as different.</summary>
    Undecided,
}
