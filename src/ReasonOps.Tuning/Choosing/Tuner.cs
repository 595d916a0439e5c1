using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Measuring;
using ReasonOps.Tuning.Samples;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Tuning.Choosing;

/// <summary>Measures every setting that a record can measure, and recommends one.</summary>
/// <param name="tokensPerSecond">Of one chain, where its sample does not say how long it took.</param>
/// <param name="parallel">Settings measured at once.</param>
public sealed class Tuner(
    IReadOnlyList<RecordedQuestion> questions, IAnswerEquivalence equivalence, int seed, double tokensPerSecond, int parallel)
{
    /// <summary>Below this halves are empty.</summary>
    public const int FewestQuestions = 2;

    private readonly Replayer _replayer = new(questions, seed, tokensPerSecond);

    /// <param name="measured">Told of settings measured so far and in all; from any thread, not always in order.</param>
    public TuneReport Tune(Goal goal, Action<int, int> measured, CancellationToken cancellation)
    {
        var traits = Traits.Of(questions);
        var grid = new SettingGrid(traits, equivalence);
        var known = grid.Fixed;
        var all = Measure([.. known, .. grid.Tables], measured, cancellation);
        var (stand, tables) = (all[..known.Count], all[known.Count..]);
        var halves = new Halves(questions.Count, seed);
        Measured[] curve = [.. stand, .. TableFit.Fit(tables, stand.Where(each => SettingGrid.IsPlain(each.Setting)), halves)];
        var pareto = Pareto.Set(curve, each => each.MeanTokens, each => each.Accuracy);
        return new TuneReport(traits, goal, Coverage.Of(questions), curve, pareto, Recommend(goal, curve, halves));
    }

    private Measured[] Measure(IReadOnlyList<Setting> settings, Action<int, int> measured, CancellationToken cancellation)
    {
        var (results, done) = (new Measured[settings.Count], 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        Parallel.For(0, settings.Count, options, i =>
        {
            results[i] = _replayer.Measure(settings[i], cancellation);
            measured(Interlocked.Increment(ref done), settings.Count);
        });
        return results;
    }

    private static Recommendation Recommend(Goal goal, Measured[] curve, Halves halves)
    {
        var chosen = goal.Choose(curve);
        var plain = curve.Where(each => SettingGrid.IsPlain(each.Setting) && each.Accuracy >= chosen.Accuracy).MinBy(each => each.MeanTokens);
        return new Recommendation(chosen, halves.Choose(curve, goal.Choose), goal.IsMetBy(chosen), plain);
    }
}
