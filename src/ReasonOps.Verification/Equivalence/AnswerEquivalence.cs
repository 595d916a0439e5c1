using ReasonOps.Verification.Extraction;
using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Equivalence;

/// <summary>Whether two answers in mathematics mean the same.</summary>
public static class AnswerEquivalence
{
    /// <summary>
    /// Compares an answer, perhaps with prose around it, with what is expected. Never throws; ends within the steps of the options,
    /// whatever the texts are. The order of the two does not matter; an empty answer equals nothing.
    /// A logarithm without a base is to base 10 or natural, whichever makes the two equal; a value at which a part is not real (√x below 0)
    /// does not count where others tell.
    /// </summary>
    public static Agreement Compare(string answer, string expected, EquivalenceOptions options)
    {
        if (Numeral.Same(answer, expected) is { } plain) return Agreed(plain);
        var (left, right) = (FinalAnswer.Of(answer), FinalAnswer.Of(expected));
        if (left.Length == 0 || right.Length == 0) return Agreement.Different;
        if (string.Equals(left, right, StringComparison.Ordinal)) return Agreement.Equal;
        return Numeral.Same(left, right) is { } number ? Agreed(number) : Texts.Compare(left, right, options);
    }

    /// <summary>
    /// The answer that a text ends in: its last <c>\boxed{}</c>, what follows <c>####</c> or "the answer is", what is bold or a formula at
    /// the end of prose, or else the whole text; trimmed.
    /// </summary>
    public static string Extract(string text) => FinalAnswer.Of(text);

    private static Agreement Agreed(bool same) => same ? Agreement.Equal : Agreement.Different;
}

/// <summary>What a comparison of two answers says.</summary>
public enum Agreement
{
    Different,
    Equal,

    /// <summary>The budget was spent before it was known; it counts as different.</summary>
    Undecided,
}
