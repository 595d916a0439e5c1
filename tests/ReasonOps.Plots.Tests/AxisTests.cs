using FsCheck;
using FsCheck.Fluent;

namespace ReasonOps.Plots.Tests;

public sealed class AxisTests
{
    [Fact]
    public void Ticks_are_few_and_within() => Prop.ForAll(
        Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(1, 100_000).ToArbitrary(), (least, span) =>
        {
            var axis = new Axis(least / 1000.0, (least + span) / 1000.0, 0, 100, Logarithmic: false);
            var ticks = axis.Ticks();
            return ticks.Count is >= 2 and <= 12 && ticks.All(tick => axis.Place(tick) is >= 0 and <= 100);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decades_are_as_far_apart_from_each_other()
    {
        var axis = new Axis(1, 1000, 0, 300, Logarithmic: true);

        Assert.Equal([0, 100, 200, 300], new[] { 1.0, 10, 100, 1000 }.Select(value => Math.Round(axis.Place(value), 6)));
        Assert.Equal([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], axis.Ticks().Select(tick => Math.Round(tick, 6)));
    }

    [Theory]
    [InlineData(0.92, "0.92")]
    [InlineData(250, "250")]
    [InlineData(12_500, "12.5k")]
    [InlineData(20_000_000, "20M")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, Axis.Text(value));
}
