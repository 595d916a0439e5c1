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
    private const int Samples = 16;
    private const int Seed = 20260101;

    /// <summary>The plain votes at whose tokens the others are compared.</summary>
    private const int PlainVotes = 8;

    private static readonly int[] Ladder = [2, 4, 8, Samples];

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var problems = await Problem.ReadAsync(Problems, CancellationToken.None);
        await using var service = await LiveService.StartAsync();
        var record = await service.RecordAsync(problems, Samples);
        var replayed = new Replays(new Replayer(record, Seed, tokensPerSecond: 1));
        var plain = replayed.Curve("MajorityVote", Ways.Plain([1, 2, 3, 4, 6, 8, 12, Samples]));
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
            Saved("adaptive_samples", plain, each => each.MeanCast, replayed.All(Ways.Adaptive(Samples)), halves),
            Saved("compute_optimal_tokens", curves.Single(curve => curve.Name == "BestOfN"), each => each.MeanTokens, replayed.All(Ways.Tables(Ladder)), halves),
        ];
    }

    /// <summary>
    /// What the curve costs to what the cheapest of some settings costs that is as accurate as its best point, at the accuracy that this one has: samples as
    /// in Adaptive-Consistency (arXiv:2305.11860), tokens as in compute-optimal scaling (arXiv:2408.03314). It is chosen on other problems than it is measured on.
    /// </summary>
    private static Row Saved(string what, Curve plain, Func<Measured, double> cost, IReadOnlyList<Measured> settings, Halves halves)
    {
        var best = plain.Points.MaxBy(point => point.Accuracy)!;
        var chosen = halves.Choose(settings, seen => seen.Where(each => each.Accuracy >= best.Accuracy).MinBy(cost) ?? seen.MaxBy(each => each.Accuracy)!);
        var needed = plain.CostAt(chosen.Accuracy, cost);
        return new Row(
            $"strategies.{what}_saved", needed / cost(chosen), "times", Text($"{plain.Name}: {needed:0.0} at that accuracy, {cost(best):0.0} at its best {100 * best.Accuracy:0.0} %"),
            Text($"{chosen.Setting}: {100 * chosen.Accuracy:0.0} % with {cost(chosen):0.0}; chosen on other problems than measured on"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
