using System.Text;
using System.Text.RegularExpressions;

namespace ReasonOps.Rollouts.Variants;

/// <summary>A problem said in other words.</summary>
internal static partial class Paraphrase
{
    /// <summary>What the model is asked, with <c>{prompt}</c> where the problem stands.</summary>
    public const string Prompt = """
        Say the following problem in other words. Keep its meaning, every number and everything that is asked, and do not solve it. Write the new problem and nothing else.

        {prompt}
        """;

    /// <summary>Why it is none; null: it may stand beside the others.</summary>
    public static string? Mistake(string said, string original, IEnumerable<string> others)
    {
        var text = Normalised(said);
        return text.Length == 0 ? "it is empty"
            : others.Prepend(original).Any(other => Normalised(other) == text) ? "it is what is there already"
            : !Numbers(original).SequenceEqual(Numbers(said)) ? "it has other numbers"
            : null;
    }

    /// <summary>In order of size, so that they may be said in another order.</summary>
    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(match => match.Value.Replace(",", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Normalised(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (!char.IsWhiteSpace(letter) && !char.IsPunctuation(letter)) letters.Append(char.ToLowerInvariant(letter));
        return letters.ToString();
    }

    [GeneratedRegex(@"\d+(?:,\d{3})*(?:\.\d+)?")]
    private static partial Regex Number();
}
