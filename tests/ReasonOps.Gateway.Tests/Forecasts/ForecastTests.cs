using System.Globalization;
using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Gateway.Tests.Forecasts;

public sealed class ForecastTests
{
    [Fact]
    public async Task What_runs_is_told_at_every_horizon_and_what_ended_no_more()
    {
        await using var gateway = await TestGateway.StartAsync();
        var go = new TaskCompletionSource();
        gateway.Engine.Pace = async cancellation => await go.Task.WaitAsync(cancellation);
        var asked = gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        await Wait.UntilAsync(async () => Sample(await gateway.MetricsAsync(), "reasonops_forecast_live_chains") == 5, "five chains are told");
        // A scrape is kept for a moment; what is read now is of one.
        var text = await gateway.MetricsAsync();

        foreach (var seconds in DemandForecast.Seconds)
        {
            Assert.NotNull(Sample(text, $"reasonops_forecast_kv_tokens{{horizon=\"{seconds}\",part=\"running\"}}"));
            Assert.NotNull(Sample(text, $"reasonops_forecast_kv_tokens{{horizon=\"{seconds}\",part=\"arriving\"}}"));
        }
        Assert.True(Sample(text, "reasonops_forecast_kv_tokens{horizon=\"0\",part=\"running\"}") > 0);
        // Chains may not become longer than their budget, so none is left in ten minutes.
        Assert.Equal(0, Sample(text, "reasonops_forecast_kv_tokens{horizon=\"600\",part=\"running\"}"));
        Assert.Contains($"reasonops_forecast_rest_seconds{{engine=\"{new Uri(gateway.Engine.Url).Authority}\"}} ", text, StringComparison.Ordinal);

        go.SetResult();
        await asked;
        await Wait.UntilAsync(async () => Sample(await gateway.MetricsAsync(), "reasonops_forecast_live_chains") == 0, "none is told any more");
        Assert.Equal(0, Sample(await gateway.MetricsAsync(), "reasonops_forecast_kv_tokens{horizon=\"0\",part=\"running\"}"));
    }

    [Fact]
    public async Task Chains_of_batch_work_ask_for_no_engine_of_their_own()
    {
        await using var gateway = await TestGateway.StartAsync(snapshot => snapshot with { Tenants = [TestGateway.Pro with { Priority = "Batch" }] });
        var go = new TaskCompletionSource();
        gateway.Engine.Pace = async cancellation => await go.Task.WaitAsync(cancellation);
        var asked = gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        await Wait.UntilAsync(async () => Sample(await gateway.MetricsAsync(), "reasonops_forecast_closed_loop_chains") == 5, "five chains are told");

        Assert.Equal(0, Sample(await gateway.MetricsAsync(), "reasonops_forecast_kv_tokens{horizon=\"0\",part=\"running\"}"));
        go.SetResult();
        await asked;
    }

    private static double? Sample(string text, string name) => text.Split('\n').Where(line => line.StartsWith(name + " ", StringComparison.Ordinal))
        .Select(line => (double?)double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture)).FirstOrDefault();
}
