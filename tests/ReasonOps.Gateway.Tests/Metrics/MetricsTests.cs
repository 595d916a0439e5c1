using System.Diagnostics;
using System.Globalization;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public async Task A_scrape_tells_durations_tokens_votes_and_refusals_by_tenant()
    {
        await using var gateway = await TestGateway.StartAsync(snapshot => snapshot with
        {
            Tenants =
            [
                TestGateway.Free with { Limits = new LimitsSnapshot(RequestsPerMinute: 1) },
                TestGateway.Pro with { Stop = new StopSnapshot("Window", Window: 3) },
            ],
        });
        await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        await gateway.AnswerAsync(TestGateway.Ask);
        using var refused = await gateway.PostAsync(TestGateway.Ask);

        var text = await gateway.MetricsAsync();

        Assert.Equal(1, Sample(text, "gen_ai_server_request_duration_seconds_count", "tenant=\"pro\""));
        Assert.Equal(1, Sample(text, "gen_ai_server_request_duration_seconds_count", "tenant=\"free\"", "error_type=\"429\""));
        Assert.Equal(ScriptedEngine.PromptTokens, Sample(text, "gen_ai_client_token_usage_sum", "tenant=\"pro\"", "type=\"input\""));
        Assert.Equal(3, Sample(text, "gen_ai_client_token_usage_sum", "tenant=\"pro\"", "type=\"reasoning\""));
        Assert.Equal(2, Sample(text, "gen_ai_client_token_usage_sum", "tenant=\"pro\"", "type=\"answer\""));
        Assert.Equal(10, Sample(text, "gen_ai_client_token_usage_sum", "tenant=\"pro\"", "type=\"wasted\""));
        Assert.Equal(3, Sample(text, "reasonops_votes_cast_sum", "tenant=\"pro\""));
        Assert.Equal(1, Sample(text, "reasonops_votes_stopped_early_total", "tenant=\"pro\"", "rule=\"Window(3)\""));
        Assert.Equal(1, Sample(text, "reasonops_limits_refused_total", "tenant=\"free\"", "limit=\"requestsPerMinute\""));
        Assert.Equal(0, Sample(text, "reasonops_chains_admitted", "tenant=\"pro\""));
    }

    [Fact]
    public async Task Whatever_a_client_sends_no_label_comes_of_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var unknown = await gateway.PostAsync(TestGateway.Ask, "rk-stranger");
        using var model = await gateway.PostAsync(TestGateway.Ask.Replace("math", "strange-model"));

        Assert.DoesNotContain("strange", await gateway.MetricsAsync());
    }

    [Fact]
    public async Task Every_line_of_a_scrape_is_a_comment_or_a_sample_and_buckets_add_up()
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var i = 0; i < 3; i++) await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        using var response = await gateway.Http.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line =>
            Assert.Matches("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)+\\})? [0-9.eE+-]+)$", line));
        Assert.Equal(3, Sample(text, "gen_ai_server_request_duration_seconds_bucket", "le=\"+Inf\""));
    }

    [Fact]
    public async Task A_request_is_a_span_with_the_conventions_attributes()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ReasonOps.Gateway",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var gateway = await TestGateway.StartAsync(snapshot => snapshot with { Tenants = [TestGateway.Free with { Name = "traced" }] });

        await gateway.AnswerAsync(TestGateway.Ask);

        await Wait.UntilAsync(() => spans.Any(Traced), "the span ended");
        var span = spans.Single(Traced);
        Assert.Equal("chat math", span.DisplayName);
        Assert.Equal(("chat", "math", 9L, 5L), (span.GetTagItem("gen_ai.operation.name"), span.GetTagItem("gen_ai.request.model"),
            span.GetTagItem("gen_ai.usage.input_tokens"), span.GetTagItem("gen_ai.usage.output_tokens")));
    }

    private static bool Traced(Activity span) => span.GetTagItem("reasonops.tenant") is "traced";

    private static double Sample(string text, string name, params string[] labels)
    {
        var lines = text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(line.Contains)).ToList();
        Assert.True(lines.Count == 1, $"{lines.Count} lines of {name} with {string.Join(", ", labels)} in\n{text}");
        return double.Parse(lines[0][(lines[0].LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }
}
