using System.Globalization;

namespace ReasonOps.Verification.Outputs;

/// <summary>
/// Whether a program wrote what it must. White space at the ends of lines and of the whole text does not count, nor how lines end;
/// everything else does.
/// </summary>
public static class OutputComparison
{
    private const int Shown = 80;

    /// <summary>Where the output first differs, for people and for a model that is to try again; null where it does not.</summary>
    /// <param name="output">What the program wrote.</param>
    /// <param name="expected">What it must write.</param>
    /// <param name="tolerance">Words that are numbers on both sides are equal within this, absolutely or relative to what is expected; 0 compares as text.</param>
    public static string? Difference(string output, string expected, double tolerance = 0)
    {
        var written = output.AsSpan().Trim().EnumerateLines();
        var wanted = expected.AsSpan().Trim().EnumerateLines();
        for (var line = 1; ; line++)
        {
            var (more, due) = (written.MoveNext(), wanted.MoveNext());
            if (!more && !due) return null;
            if (!more) return $"line {line}: expected {Quoted(wanted.Current)}, got the end of the output";
            if (!due) return $"line {line}: expected the end of the output, got {Quoted(written.Current)}";
            if (!SameLine(written.Current.TrimEnd(), wanted.Current.TrimEnd(), tolerance))
                return $"line {line}: expected {Quoted(wanted.Current)}, got {Quoted(written.Current)}";
        }
    }

    private static bool SameLine(ReadOnlySpan<char> written, ReadOnlySpan<char> wanted, double tolerance) =>
        written.SequenceEqual(wanted) || (tolerance > 0 && SameWords(written, wanted, tolerance));

    private static bool SameWords(ReadOnlySpan<char> written, ReadOnlySpan<char> wanted, double tolerance)
    {
        while (true)
        {
            var a = NextWord(ref written);
            var b = NextWord(ref wanted);
            if (a.IsEmpty || b.IsEmpty) return a.IsEmpty && b.IsEmpty;
            if (!a.SequenceEqual(b) && !Near(a, b, tolerance)) return false;
        }
    }

    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        var end = line.IndexOfAny(' ', '\t');
        var word = end < 0 ? line : line[..end];
        line = line[word.Length..];
        return word;
    }

    private static bool Near(ReadOnlySpan<char> written, ReadOnlySpan<char> wanted, double tolerance) =>
        double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
        && double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
        && Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(b)) && double.IsFinite(b);

    private static string Quoted(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd();
        return line.Length <= Shown ? $"\"{line}\"" : $"\"{line[..Shown]}...\"";
    }
}
