using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Reasoning.Running;

/// <summary>Finds where a step ends in a text that comes in pieces, whichever way it is cut.</summary>
internal sealed class StepWatch(StepFormat format)
{
    private readonly int _longest = format.Ends.Max(end => end.Length);
    private string _tail = "";

    /// <returns>How much of the piece belongs to the step; null: all of it, and the step goes on.</returns>
    public int? Feed(string piece)
    {
        var text = _tail + piece;
        var end = FirstEnd(text) - _tail.Length;
        _tail = text[Math.Max(0, text.Length - _longest + 1)..];
        return end;
    }

    private int? FirstEnd(string text)
    {
        int? first = null;
        foreach (var end in format.Ends)
        {
            var at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0 && !(at + end.Length >= first)) first = at + end.Length;
        }
        return first;
    }
}
