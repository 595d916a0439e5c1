using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.Engines.Metrics;
using ReasonOps.Inference.Metrics;

namespace ReasonOps.Charts.Tests.Monitoring;

public sealed class DashboardTests
{
    [Fact]
    public async Task Grafanas_sidecar_finds_the_dashboard()
    {
        var map = (await Chart.RenderAsync("--set", "dashboards.enabled=true")).Only("ConfigMap");

        Assert.Equal("1", map.Labels["grafana_dashboard"]);
        Assert.All(map.Body["data"]!.AsObject(), file => Assert.NotNull(JsonNode.Parse((string)file.Value!)!["uid"]));
    }

    [Fact]
    public async Task Panels_have_names_reasons_and_places_of_their_own()
    {
        var panels = Queries.Panels(await Queries.RenderAsync());

        Assert.Equal(panels.Count, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel["gridPos"]!.ToJsonString()).Distinct().Count());
        Assert.All(panels.Where(panel => (string)panel["type"]! != "row"), panel =>
        {
            Assert.NotEmpty((string)panel["title"]!);
            Assert.NotEmpty((string)panel["description"]!);
            Assert.All(panel["targets"]!.AsArray(), target => Assert.NotEmpty((string)target!["legendFormat"]!));
        });
    }

    [Fact]
    public async Task What_is_asked_of_engines_the_embedded_one_and_vllm_have()
    {
        var embedded = new Scrape(new EngineMetrics(blockSize: 16, blocks: 64).Write("math"));
        // Under their older name, too, for engines that were not upgraded.
        var known = embedded.Metrics.Concat(MetricNames.Vllm.KvUsage).ToHashSet();
        var queries = (await Queries.AllAsync()).Where(query => query.Contains("vllm:")).ToList();

        Assert.NotEmpty(queries);
        Assert.Empty(queries.SelectMany(PromQl.Metrics).Except(known));
        Assert.Empty(queries.SelectMany(PromQl.Labels).Except(embedded.Labels).Except(Queries.OfTheScraper));
    }

    [Fact]
    public async Task What_is_asked_of_gateways_they_have()
    {
        await using var gateway = await ServedGateway.StartAsync();

        // One answered with votes, one refused by a limit.
        Assert.Equal(200, await gateway.AskAsync());
        Assert.Equal(429, await gateway.AskAsync());

        await Queries.AssertAnsweredAsync(new(await gateway.MetricsAsync()), "gen_ai_", "reasonops_votes", "reasonops_limits", "reasonops_chains");
    }
}
