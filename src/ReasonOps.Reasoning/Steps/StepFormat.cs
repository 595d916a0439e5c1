namespace ReasonOps.Reasoning.Steps;

/// <summary>Where a step of thinking ends: behind any of these texts.</summary>
public sealed record StepFormat(IReadOnlyList<string> Ends)
{
    /// <summary>A blank line, as most reasoning models part their steps.</summary>
    public static StepFormat Paragraphs { get; } = new(["\n\n"]);

    /// <summary>
    /// The thinking cut behind each of its ends; put together again it is what it was. A piece with nothing in it but white space and an
    /// end is no step of its own, it goes with the one before it. What stands behind the last end is the last step, not yet ended.
    /// </summary>
    public IReadOnlyList<string> Split(string reasoning)
    {
        var steps = new List<string>();
        for (var start = 0; start < reasoning.Length;)
        {
            var end = EndBehind(reasoning, start);
            var piece = reasoning[start..end];
            if (steps.Count > 0 && IsHollow(piece)) steps[^1] += piece;
            else steps.Add(piece);
            start = end;
        }
        return steps;
    }

    /// <summary>Behind the end that is complete first; the text's own end where there is none.</summary>
    private int EndBehind(string text, int start)
    {
        var first = text.Length;
        foreach (var end in Ends)
        {
            var at = end.Length == 0 ? -1 : text.IndexOf(end, start, StringComparison.Ordinal);
            if (at >= 0) first = Math.Min(first, at + end.Length);
        }
        return first;
    }

    private bool IsHollow(string piece) =>
        string.IsNullOrWhiteSpace(Ends.FirstOrDefault(end => end.Length > 0 && piece.EndsWith(end, StringComparison.Ordinal)) is { } end ? piece[..^end.Length] : piece);
}
