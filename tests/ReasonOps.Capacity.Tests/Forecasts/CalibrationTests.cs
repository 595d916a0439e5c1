using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Capacity.Tests.Forecasts;

public class CalibrationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_the_model_gets_wrong_is_learned_in_minutes()
    {
        var forecaster = new DemandForecaster();
        for (var i = 0; i < 3000; i++) forecaster.Ended("a", 1000, cut: false);
        var then = Start;
        for (var second = 0; second < 1200; second++)
        {
            then = Start.AddSeconds(second);
            forecaster.Arrived("a", then, 500, 1, 4096);
            // 1 a second, each 50 s of 500 + 500 on average; but it is as if half of them had ended early.
            if (second % 15 == 0) forecaster.Forecast(then, Living(Math.Min(second, 50) / 2), []);
        }
        Assert.Equal(25_000, forecaster.Forecast(then, Living(25), []).At(TimeSpan.FromSeconds(300)).ArrivingTokens, 4000.0);
    }

    [Fact]
    public void What_is_held_back_is_not_taken_for_less_demand()
    {
        var calibration = new Calibration();
        for (var minute = 0; minute < 30; minute++) calibration.Learn(Start.AddMinutes(minute), held: 10, expected: 20, waits: true);
        Assert.Equal(1, calibration.Factor);
        calibration.Learn(Start.AddMinutes(40), held: 30, expected: 20, waits: true);
        Assert.Equal(1.5, calibration.Factor, 0.05);
    }

    [Fact]
    public void It_stays_in_its_bounds_whatever_it_is_shown()
    {
        var calibration = new Calibration();
        calibration.Learn(Start, 0, 0, waits: false);
        for (var hour = 1; hour < 5; hour++) calibration.Learn(Start.AddHours(hour), 1e300, 1e-300, waits: false);
        Assert.Equal(2, calibration.Factor, 0.01);
        calibration.Learn(Start, 0, 1, waits: false); // a clock that went back
        for (var hour = 6; hour < 9; hour++) calibration.Learn(Start.AddHours(hour), 0, 1, waits: false);
        Assert.Equal(0.5, calibration.Factor, 0.01);
    }

    private static IEnumerable<LiveChain> Living(int chains) => Enumerable.Range(0, chains).Select(i => new LiveChain("a", 500, 20 * (i * 50 / Math.Max(1, chains)), 4096, 20));
}
