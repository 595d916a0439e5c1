using ReasonOps.Verification.Shapes;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Equivalence;

/// <summary>Two answers as they are written: first as text, as choices and as words that have one meaning, then as formulas.</summary>
internal static class Texts
{
    /// <summary>Longer ones are compared as text alone.</summary>
    private const int MostCharacters = 8000;

    public static Agreement Compare(string a, string b, EquivalenceOptions options)
    {
        if (PlainText.Same(a, b)) return Agreement.Equal;
        if (a.Length > MostCharacters || b.Length > MostCharacters) return Agreement.Undecided;
        (a, b) = (Wording.Formula(a), Wording.Formula(b));
        if (string.Equals(a, b, StringComparison.Ordinal)) return Agreement.Equal;
        if (CompareChoices(a, b) is { } chosen) return chosen;
        (a, b) = (WithoutLetter(a), WithoutLetter(b));
        if (Wording.IsDateOrTime(a) || Wording.IsDateOrTime(b)) return Agreement.Different;
        return CompareFormulas(a, b, new Work(options.Steps), options);
    }

    private static Agreement? CompareChoices(string a, string b)
    {
        var (left, right) = (Choice.Read(a), Choice.Read(b));
        if (left is null || right is null || !(left.IsMarked || right.IsMarked)) return null; // only one is a choice, or both are symbols
        var same = left.Letter == right.Letter && (left.Rest.Length == 0 || right.Rest.Length == 0 || PlainText.Same(left.Rest, right.Rest));
        return same ? Agreement.Equal : Agreement.Different;
    }

    /// <summary>What a choice stands for, where it says so: the 12 of (B) 12.</summary>
    private static string WithoutLetter(string text) => Choice.Read(text) is { IsMarked: true, Rest: { Length: > 0 } rest } ? rest : text;

    /// <summary>Commas are read as separators of thousands first; where that makes a difference, also as those of a list.</summary>
    private static Agreement CompareFormulas(string a, string b, Work work, EquivalenceOptions options)
    {
        var (left, right) = (Read(a, true, work), Read(b, true, work));
        if (left is null || right is null) return work.IsSpent ? Agreement.Undecided : Agreement.Different;
        var agreement = CompareTrees(left, right, work, options);
        if (agreement == Agreement.Equal) return agreement;
        if (left is Listing ^ right is Listing && (left is Listing ? b : a) is var joined && joined.Contains(',', StringComparison.Ordinal) && Read(joined, false, work) is { } list)
            return CompareTrees(left is Listing ? left : list, right is Listing ? right : list, work, options);
        return agreement;
    }

    private static Agreement CompareTrees(Node left, Node right, Work work, EquivalenceOptions options)
    {
        var agreement = new Comparison(options, naturalLogarithms: false, work).Match(left, right);
        if (agreement == Agreement.Equal || !(Trees.HasPlainLogarithm(left) || Trees.HasPlainLogarithm(right))) return agreement;
        return new Comparison(options, naturalLogarithms: true, work).Match(left, right);
    }

    private static Node? Read(string text, bool joinsThousands, Work work) => Parser.Parse(Lexer.Read(text, joinsThousands, work), work);
}
