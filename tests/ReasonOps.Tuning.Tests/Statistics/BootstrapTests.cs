using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Tuning.Tests.Statistics;

public sealed class BootstrapTests
{
    [Fact]
    public void An_interval_holds_the_mean_and_is_the_same_for_the_same_seed() => Prop.ForAll(
        Gen.Choose(0, 4).Select(quarter => quarter / 4.0).NonEmptyListOf().ToArbitrary(), rates =>
        {
            double[] values = [.. rates];
            var interval = Bootstrap.OfMean(values, 3);
            var mean = values.Average();
            return interval == Bootstrap.OfMean(values, 3) && interval.Low <= mean + 1e-9 && mean - 1e-9 <= interval.High && interval is { Low: >= -1e-9, High: <= 1 + 1e-9 };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_many_samples_about_so_many_intervals_hold_the_truth()
    {
        var random = new Random(11);
        var held = Enumerable.Range(0, 100).Count(_ =>
        {
            double[] values = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble() < 0.7 ? 1.0 : 0)];
            return Bootstrap.OfMean(values, random.Next()) is var interval && interval.Low <= 0.7 && 0.7 <= interval.High;
        });

        Assert.InRange(held / 100.0, 0.86, 1);
    }

    [Fact]
    public void More_questions_make_it_narrower()
    {
        static double Width(int count)
        {
            var interval = Bootstrap.OfMean([.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? 1.0 : 0)], 5);
            return interval.High - interval.Low;
        }

        Assert.True(Width(400) < Width(100) / 1.5);
    }

    [Fact]
    public void Where_all_are_right_it_is_still_not_certain()
    {
        var interval = Bootstrap.OfMean([.. Enumerable.Repeat(1.0, 100)], 1);

        Assert.Equal(1, interval.High);
        Assert.Equal(Math.Pow(0.025, 0.01), interval.Low, 12);
        Assert.Equal(0, Bootstrap.OfMean([0, 0, 0], 1).Low);
    }
}

public sealed class ParetoTests
{
    [Fact]
    public void Nothing_in_the_set_is_beaten_and_all_that_is_left_out_is() => Prop.ForAll(
        Gen.Zip(Gen.Choose(0, 20), Gen.Choose(0, 20)).Select(pair => (Cost: pair.Item1, Gain: pair.Item2)).NonEmptyListOf().ToArbitrary(), points =>
        {
            var set = Pareto.Set(points, point => point.Cost, point => point.Gain);
            bool Beats((int Cost, int Gain) a, (int Cost, int Gain) b) => a.Cost <= b.Cost && a.Gain >= b.Gain && a != b;
            return set.All(kept => !points.Any(point => Beats(point, kept)))
                && points.All(point => set.Contains(point) || set.Any(kept => Beats(kept, point)))
                && set.Zip(set.Skip(1)).All(pair => pair.First.Cost < pair.Second.Cost && pair.First.Gain < pair.Second.Gain);
        }).QuickCheckThrowOnFailure();
}
