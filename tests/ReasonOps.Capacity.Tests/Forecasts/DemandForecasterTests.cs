using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Capacity.Tests.Forecasts;

public class DemandForecasterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_told_is_nothing_forecast()
    {
        var forecast = new DemandForecaster().Forecast(Start, [], []);
        Assert.Equal((0, 0, 0.0), (forecast.LiveChains, forecast.WaitingRequests, forecast.WaitingTokens));
        Assert.All(forecast.Horizons, horizon => Assert.Equal(0, horizon.RunningTokens + horizon.ArrivingTokens));
    }

    [Fact]
    public void Running_chains_grow_and_end_as_those_of_their_tenant_did()
    {
        var forecaster = new DemandForecaster();
        for (var i = 0; i < 2000; i++)
        {
            forecaster.Ended("short", 400, cut: false);
            forecaster.Ended("long", 6000, cut: false);
        }
        var forecast = forecaster.Forecast(Start, [new("short", 100, 300, 8192, 20), new("long", 100, 300, 8192, 20)], []);
        Assert.Equal(800, forecast.Horizons[0].RunningTokens);
        var minute = forecast.At(TimeSpan.FromSeconds(60)).RunningTokens;
        Assert.Equal(100 + 300 + 1200, minute, 150.0); // the short one has ended
    }

    [Fact]
    public void No_chain_outlives_its_budget() =>
        Assert.Equal(0, new DemandForecaster().Forecast(Start, [new("a", 50, 900, 1000, 100)], []).At(TimeSpan.FromSeconds(15)).RunningTokens);

    [Fact]
    public void Arrivals_fill_up_to_what_littles_law_says()
    {
        var forecaster = new DemandForecaster();
        for (var i = 0; i < 3000; i++) forecaster.Ended("a", 1000, cut: false);
        for (var second = 0; second < 1200; second++) forecaster.Arrived("a", Start.AddSeconds(second), 500, 1, 4096);
        var forecast = forecaster.Forecast(Start.AddSeconds(1200), [new("a", 500, 500, 4096, 20)], []);
        // 1 a second, each 50 s, holding 500 + 500 on average
        Assert.Equal(50_000, forecast.At(TimeSpan.FromSeconds(300)).ArrivingTokens, 6000.0);
        Assert.Equal(500 + 20, forecast.TokensPerSecond, 60.0);
    }

    [Fact]
    public void A_rise_is_carried_on()
    {
        var (steady, rising) = (new ArrivalRate(), new ArrivalRate());
        for (var second = 0.0; second < 1200; second += 0.5)
        {
            steady.Add(Start.AddSeconds(second), 1);
            rising.Add(Start.AddSeconds(second), second / 6);
        }
        Assert.Equal(2, steady.At(Start.AddSeconds(1200), 120), 0.1);
        Assert.Equal(440, rising.At(Start.AddSeconds(1200), 120), 10.0); // 400 now, 40 more in two minutes
    }

    [Fact]
    public void Closed_loops_are_told_apart()
    {
        var forecaster = new DemandForecaster();
        forecaster.Arrived("rollouts", Start, 100, 8, 4096, closedLoop: true);
        var forecast = forecaster.Forecast(Start.AddSeconds(10), [new("rollouts", 100, 400, 4096, 20, ClosedLoop: true), new("a", 10, 20, 4096, 20)], [new("rollouts", 100, 8, 4096, ClosedLoop: true)]);
        Assert.Equal((2, 1, 500.0, 0), (forecast.LiveChains, forecast.ClosedLoopChains, forecast.ClosedLoopTokens, forecast.WaitingRequests));
        Assert.Equal(30, forecast.Horizons[0].RunningTokens);
        Assert.All(forecast.Horizons, horizon => Assert.Equal(0, horizon.ArrivingTokens));
    }
}
