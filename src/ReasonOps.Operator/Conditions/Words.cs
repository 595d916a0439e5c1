namespace ReasonOps.Operator.Conditions;

/// <summary>Messages for people, of bounded length.</summary>
internal static class Words
{
    /// <summary>Of a condition; Kubernetes allows 32768, a terminal's reader less.</summary>
    public const int MostCharacters = 1024;
    public const int MostEntries = 10;

    public static string Bounded(string text)
    {
        if (text.Length <= MostCharacters) return text;
        // A cut between the halves of one character would be no text.
        var cut = MostCharacters - 3;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut), "...");
    }

    /// <summary>The first few, and how many more.</summary>
    public static string List(IReadOnlyList<string> entries) => entries.Count <= MostEntries
        ? string.Join("; ", entries)
        : $"{string.Join("; ", entries.Take(MostEntries))}; and {entries.Count - MostEntries} more";

    /// <summary>As <c>1 engine</c>, <c>2 engines</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>The parts that say something, one after the other.</summary>
    public static string Join(params ReadOnlySpan<string?> parts)
    {
        var said = new List<string>();
        foreach (var part in parts)
            if (!string.IsNullOrEmpty(part)) said.Add(part);
        return string.Join("; ", said);
    }
}
