using System.Text.Json.Serialization;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Manifests;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Cli.Tuning;

/// <summary>How a setting fared.</summary>
/// <param name="Accuracy">0..1; between <paramref name="Low"/> and <paramref name="High"/> on other questions like these, with 95 % confidence.</param>
/// <param name="Tokens">Mean, of all chains of an answer.</param>
/// <param name="VotesCast">Mean votes an answer was found from.</param>
/// <param name="LatencySeconds">Mean; null where the record does not say how long its samples took, and no pace was given.</param>
/// <param name="LatencyP95Seconds">95th percentile of the questions' means.</param>
/// <param name="LatencyTokens">Mean tokens drawn one after another; null where seconds are known.</param>
/// <param name="Pareto">Nothing else is as accurate for no more tokens.</param>
/// <param name="HeldOut">What it is made of was chosen on other questions than it was measured on.</param>
internal sealed record TuneRow(
    string Strategy, int Votes, string Details, double Accuracy, double Low, double High, double Tokens, double VotesCast,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LatencySeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LatencyP95Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LatencyTokens,
    bool Pareto, bool HeldOut)
{
    /// <param name="isTimed">Its seconds are seconds, and not tokens one after another.</param>
    public static TuneRow Of(Measured each, bool isPareto, bool isTimed) => new(
        each.Setting.Kind, each.Setting.Votes, each.Setting.Details, each.Accuracy, each.Interval.Low, each.Interval.High, each.MeanTokens, each.MeanCast,
        isTimed ? each.MeanSeconds : null, isTimed ? each.SlowestSeconds : null, isTimed ? null : each.MeanSeconds, isPareto, each.HeldOut);
}

internal sealed record CoverageRow(int K, double PassAtK, double Low, double High);

/// <param name="Chosen">As it fared on all questions, its choice among them.</param>
/// <param name="Expected">What a choice like it is worth on questions that had no part in it.</param>
/// <param name="Met">Whether the goal is; else nothing meets it, and this comes nearest.</param>
/// <param name="MajorityVoteTokens">Of the cheapest majority vote that is as accurate; null: none is.</param>
/// <param name="Yaml">For the manifest's <c>spec</c>.</param>
internal sealed record TuneChoice(TuneRow Chosen, TuneRow Expected, bool Met, double? MajorityVoteTokens, string Yaml);

/// <summary>All that <c>tune</c> found, for programs.</summary>
internal sealed record TuneResult(int Questions, int Samples, IReadOnlyList<CoverageRow> Coverage, IReadOnlyList<TuneRow> Curve, TuneChoice Recommendation)
{
    public static TuneResult Of(TuneReport report, bool isTimed)
    {
        var (best, pareto) = (report.Recommendation, report.Pareto.ToHashSet());
        TuneRow Row(Measured each) => TuneRow.Of(each, pareto.Contains(each), isTimed);
        return new TuneResult(
            report.Traits.Questions, report.Traits.Samples,
            [.. report.Coverage.Select(each => new CoverageRow(each.K, each.PassAtK, each.Interval.Low, each.Interval.High))],
            [.. report.Curve.Select(Row)],
            new TuneChoice(Row(best.Chosen), Row(best.Expected), best.IsMet, best.Plain?.MeanTokens, StrategyYaml.Of(best.Chosen.Setting)));
    }
}
