namespace ReasonOps.Inference.Serving;

/// <summary>Passes a chain's text on and ends it at the first stop text, which may come cut over several tokens.</summary>
/// <param name="included">It ends behind the stop text, not before it.</param>
public sealed class StopText(IReadOnlyList<string> stops, bool included = false)
{
    private string _held = "";

    /// <summary>A stop text was met; nothing passes any more.</summary>
    public bool Met { get; private set; }

    /// <summary>What may be shown now that this text has come. What could be the beginning of a stop text is held back.</summary>
    public string Pass(string text)
    {
        if (Met) return "";
        if (stops.Count == 0) return text;
        var all = _held + text;
        var (first, held) = (all.Length, 0);
        foreach (var stop in stops)
        {
            if (all.IndexOf(stop, StringComparison.Ordinal) is >= 0 and var at) (Met, first) = (true, Math.Min(first, included ? at + stop.Length : at));
            else held = Math.Max(held, Overlap(all, stop));
        }
        if (Met) return all[..first];
        _held = all[^held..];
        return all[..^held];
    }

    /// <summary>What is still held back, once no more text comes.</summary>
    public string Flush()
    {
        var held = Met ? "" : _held;
        _held = "";
        return held;
    }

    /// <summary>Length of the longest end of the text that begins the stop text.</summary>
    private static int Overlap(string text, string stop)
    {
        for (var length = Math.Min(text.Length, stop.Length - 1); length > 0; length--)
        {
            if (text.EndsWith(stop[..length], StringComparison.Ordinal)) return length;
        }
        return 0;
    }
}

/// <summary>Where an answer ends before its own end: before the first of the texts, or behind it.</summary>
internal readonly record struct Stops(IReadOnlyList<string> Texts, bool Included);
