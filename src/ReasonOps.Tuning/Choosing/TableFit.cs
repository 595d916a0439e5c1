using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Choosing;

/// <summary>
/// Tables for ComputeOptimal: for what each plain majority vote costs, the one that is right most often. Each is chosen on half of the
/// questions and measured on the other half, both ways; the table that is told is the one that all questions choose.
/// </summary>
public static class TableFit
{
    public static IReadOnlyList<Measured> Fit(IReadOnlyList<Measured> tables, IEnumerable<Measured> plain, Halves halves)
    {
        if (tables.Count == 0) return [];
        return [.. plain.Select(vote => halves.Choose(tables, seen => new Goal.Tokens(vote.MeanTokens).Choose(seen))).DistinctBy(fit => fit.Setting)];
    }
}
