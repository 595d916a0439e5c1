using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Rollouts.Journals;

/// <summary>In which versions a problem is asked: kept before anything is drawn of them, so that they are the same after a kill.</summary>
/// <param name="Number">Of the problem.</param>
/// <param name="Versions">The problem's own first.</param>
public sealed record ProblemVersions(long Number, IReadOnlyList<Problem> Versions);
