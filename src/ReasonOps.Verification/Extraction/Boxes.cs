using System.Buffers;

namespace ReasonOps.Verification.Extraction;

/// <summary>
/// What <c>\boxed{...}</c> and <c>\fbox{...}</c> hold; of nested ones the outermost. One pass with a stack of open braces, so that a
/// hundred thousand of them cost no more than a hundred thousand steps.
/// </summary>
internal static class Boxes
{
    /// <summary>Boxes that stand in a row and are one answer: <c>\boxed{1}</c> and <c>\boxed{2}</c>.</summary>
    private const int MostInARow = 16;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" ,;{}&\\()\r\n\t");

    private readonly record struct Box(int Mark, int Start, int End, int After);

    /// <summary>The last box, after those with nothing but a separator between, joined by commas; null where no box is closed.</summary>
    public static string? Last(ReadOnlySpan<char> text)
    {
        if (!text.Contains("box", StringComparison.Ordinal)) return null;
        var boxes = Closed(text);
        if (boxes.Count == 0) return null;
        var first = boxes.Count - 1;
        while (first > 0 && boxes.Count - first < MostInARow && boxes[first - 1].After <= boxes[first].Mark && IsSeparator(text[boxes[first - 1].After..boxes[first].Mark])) first--;
        if (first == boxes.Count - 1) return Inside(text, boxes[first]);
        var row = new List<string>();
        for (var i = first; i < boxes.Count; i++) row.Add(Inside(text, boxes[i]));
        return string.Join(", ", row);
    }

    private static string Inside(ReadOnlySpan<char> text, Box box) => text[box.Start..box.End].Trim().ToString();

    private static List<Box> Closed(ReadOnlySpan<char> text)
    {
        var closed = new List<Box>();
        var open = new Stack<(int Start, int Mark)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '{' or '}' or '\\') i++;
            else if (text[i] == '{') open.Push((i + 1, MarkBefore(text[..i])));
            else if (text[i] == '}' && open.TryPop(out var brace) && brace.Mark >= 0 && !text[brace.Start..i].IsWhiteSpace())
                Keep(closed, new Box(brace.Mark, brace.Start, i, i + 1));
            else if (Unbraced(text, i) is { } box) Keep(closed, box);
        }
        return closed;
    }

    /// <summary>A box closes after those that are in it, which are then no answers of their own.</summary>
    private static void Keep(List<Box> closed, Box box)
    {
        while (closed.Count > 0 && closed[^1].Mark > box.Mark) closed.RemoveAt(closed.Count - 1);
        closed.Add(box);
    }

    private static int MarkBefore(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(' ');
        return text.EndsWith("\\boxed", StringComparison.Ordinal) ? text.Length - 6 : text.EndsWith("\\fbox", StringComparison.Ordinal) ? text.Length - 5 : -1;
    }

    /// <summary><c>\boxed 5</c>: TeX takes the next character; people mean the next word.</summary>
    private static Box? Unbraced(ReadOnlySpan<char> text, int at)
    {
        if (text[at] != '\\' || !text[at..].StartsWith("\\boxed ", StringComparison.Ordinal)) return null;
        var start = at + 7;
        while (start < text.Length && text[start] == ' ') start++;
        var length = text[start..].IndexOfAny(" \t\r\n$");
        var end = length < 0 ? text.Length : start + length;
        return start < end && text[start] != '{' && !text[start..].StartsWith("\\boxed", StringComparison.Ordinal) ? new Box(at, start, end, end) : null;
    }

    private static bool IsSeparator(ReadOnlySpan<char> between)
    {
        if (between.Length > 40) return false;
        foreach (var part in (ReadOnlySpan<string>)["\\text", "\\quad", "\\qquad", "\\mbox", "and", "or", "$"])
        {
            for (var at = between.IndexOf(part, StringComparison.Ordinal); at >= 0; at = between.IndexOf(part, StringComparison.Ordinal))
                between = string.Concat(between[..at], " ", between[(at + part.Length)..]);
        }
        return !between.ContainsAnyExcept(Separators) && between.Count('\n') < 2;
    }
}
