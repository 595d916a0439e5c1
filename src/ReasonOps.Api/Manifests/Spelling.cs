namespace ReasonOps.Api.Manifests;

/// <summary>What a mistyped word may have meant.</summary>
public static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>The nearest known word within a third of its length in edits; null when none is near.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestWord)
            return null;
        return known
            .Select(candidate => (candidate, Edits: Distance(word, candidate)))
            .Where(pair => pair.Edits <= MostEdits(Math.Max(word.Length, pair.candidate.Length)))
            .OrderBy(pair => pair.Edits).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>
    /// Edits between two words, whatever their case: a letter put in, left out, changed, or two neighbours swapped
    /// (optimal string alignment).
    /// </summary>
    public static int Distance(string from, string to)
    {
        var (before, above, row) = (new int[to.Length + 1], Enumerable.Range(0, to.Length + 1).ToArray(), new int[to.Length + 1]);
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = above[j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, above, row) = (above, row, before);
        }
        return above[to.Length];
    }

    private static int MostEdits(int length) => length < 3 ? 0 : Math.Max(1, length / 3);

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
