using System.Globalization;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Benchmarks.Strategies;

/// <summary>
/// What each strategy makes of its tokens on the arithmetic model: 500 problems that no training saw, 100 each of 2 to 6 terms. What only votes
/// is replayed from one recording of chains, so that all are compared over the same draws; what goes on from chains asks the live engine.
/// </summary>
internal static class StrategyRows
{
    private const string Problems = "tests/ReasonOps.Benchmarks/Strategies/problems.jsonl";
    private const int Samples = 24;
    private const int Seed = 20260101;

    /// <summary>The plain votes at whose tokens the others are compared.</summary>
    private const int PlainVotes = 8;

    private static readonly int[] Ladder = [2, 4, 8, 16, Samples];

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var problems = await Problem.ReadAsync(Problems, CancellationToken.None);
        await using var service = await LiveService.StartAsync();
        var record = await service.RecordAsync(problems, Samples);
        var replayed = new Replays(new Replayer(record, Seed, tokensPerSecond: 1));
        var plain = replayed.Curve("MajorityVote", Ways.Plain([1, 2, 3, 4, 6, 8, 12, 16, Samples]));
        var curves = Ways.Voting(Ladder).Select(way => replayed.Curve(way.Name, way.Settings)).ToList();
        foreach (var (name, settings) in Ways.Searching)
        {
            var points = new List<Measured>();
            foreach (var setting in settings) points.Add(await service.MeasureAsync(setting, problems));
            curves.Add(new Curve(name, points));
        }
        var tokens = plain.Points.Single(point => point.Setting.Votes == PlainVotes).MeanTokens;
        var halves = new Halves(problems.Count, Seed);
        return
        [
            .. curves.Prepend(plain).Select(curve => curve.Against(plain, tokens)),
            Adaptive(plain.Points[^1], replayed.All(Ways.Adaptive(Samples)), halves),
            Computed(curves.Single(curve => curve.Name == "BestOfN(Process)"), replayed.All(Ways.Tables(Ladder)), halves),
        ];
    }

    /// <summary>Adaptive-Consistency's figure (arXiv:2305.11860): samples of a fixed vote to samples with a stop rule, no less accurate.</summary>
    private static Row Adaptive(Measured fixedVote, IReadOnlyList<Measured> stopped, Halves halves)
    {
        var chosen = halves.Choose(stopped, seen => AsAccurate(seen, fixedVote, each => each.MeanCast));
        return new Row(
            "strategies.adaptive_samples_saved", fixedVote.MeanCast / chosen.MeanCast, "times", Text($"{fixedVote.Setting}: {100 * fixedVote.Accuracy:0.0} % with {fixedVote.MeanCast:0.0} samples"),
            Text($"{chosen.Setting}: {100 * chosen.Accuracy:0.0} % with {chosen.MeanCast:0.0}; the rule chosen on other problems than it is measured on"));
    }

    /// <summary>Compute-optimal scaling's figure (arXiv:2408.03314): tokens of best-of-N to tokens by difficulty, no less accurate.</summary>
    private static Row Computed(Curve bestOf, IReadOnlyList<Measured> tables, Halves halves)
    {
        var best = bestOf.Points.MaxBy(point => point.Accuracy)!;
        var chosen = halves.Choose(tables, seen => AsAccurate(seen, best, each => each.MeanTokens));
        return new Row(
            "strategies.compute_optimal_tokens_saved", best.MeanTokens / chosen.MeanTokens, "times", Text($"{best.Setting}: {100 * best.Accuracy:0.0} % with {best.MeanTokens:0} tokens"),
            Text($"{chosen.Setting}: {100 * chosen.Accuracy:0.0} % with {chosen.MeanTokens:0}; the table chosen on other problems than it is measured on"));
    }

    private static Measured AsAccurate(IReadOnlyList<Measured> seen, Measured wanted, Func<Measured, double> cost) =>
        seen.Where(each => each.Accuracy >= wanted.Accuracy).MinBy(cost) ?? seen.MaxBy(each => each.Accuracy)!;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
