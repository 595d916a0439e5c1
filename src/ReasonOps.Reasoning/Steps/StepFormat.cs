namespace ReasonOps.Reasoning.Steps;

/// <summary>Where a step of thinking ends: behind any of these texts.</summary>
public sealed record StepFormat(IReadOnlyList<string> Ends)
{
    /// <summary>A blank line, as most reasoning models part their steps.</summary>
    public static StepFormat Paragraphs { get; } = new(["\n\n"]);
}
