using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Choosing;

/// <summary>What a record says.</summary>
/// <param name="Curve">Every setting, as it fared.</param>
/// <param name="Pareto">Those of them worth their tokens, from the cheapest to the best.</param>
public sealed record TuneReport(
    Traits Traits, Goal Goal, IReadOnlyList<Coverage> Coverage, IReadOnlyList<Measured> Curve, IReadOnlyList<Measured> Pareto, Recommendation Recommendation)
{
    /// <summary>Majority votes that cast every vote, by votes.</summary>
    public IEnumerable<Measured> Plain => Curve.Where(each => SettingGrid.IsPlain(each.Setting)).OrderBy(each => each.Setting.Votes);
}

/// <param name="Chosen">As it fared on all questions, its choice among them.</param>
/// <param name="Expected">What a choice like it is worth on questions that had no part in it.</param>
/// <param name="IsMet">Whether <paramref name="Chosen"/> meets the goal; else nothing does, and it comes nearest.</param>
/// <param name="Plain">The cheapest majority vote that is as accurate; null: none is.</param>
public sealed record Recommendation(Measured Chosen, Measured Expected, bool IsMet, Measured? Plain);
