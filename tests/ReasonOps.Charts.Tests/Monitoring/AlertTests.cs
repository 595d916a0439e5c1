using System.Text.RegularExpressions;

namespace ReasonOps.Charts.Tests.Monitoring;

public sealed class AlertTests
{
    private static readonly string[] Rooms = ["reasonops_controller_", "reasonops_kubernetes_", "reasonops_", "gen_ai_", "vllm:", "up"];

    [Fact]
    public async Task Every_alert_says_what_is_wrong_how_badly_and_where_to_read_on()
    {
        var alerts = Queries.Alerts(await Queries.RenderAsync());

        Assert.NotEmpty(alerts);
        Assert.Equal(alerts.Count, alerts.Select(alert => (string)alert["alert"]!).Distinct().Count());
        Assert.All(alerts, alert =>
        {
            Assert.Matches("^ReasonOps[A-Z][A-Za-z]+$", (string)alert["alert"]!);
            Assert.Contains((string)alert["labels"]!["severity"]!, new[] { "critical", "warning" });
            Assert.Matches("^[0-9]+m$", (string)alert["for"]!);
            Assert.NotEmpty((string)alert["annotations"]!["description"]!);
            Assert.Equal($"https://runbooks.example/reasonops#{alert["alert"]}", (string?)alert["annotations"]!["runbook_url"]);
        });
    }

    [Fact]
    public async Task An_alert_names_only_labels_that_its_query_leaves()
    {
        foreach (var alert in Queries.Alerts(await Queries.RenderAsync()))
        {
            var texts = string.Join(' ', alert["annotations"]!.AsObject().Select(text => (string)text.Value!));

            Assert.Empty(Regex.Matches(texts, @"\$labels\.(\w+)").Select(match => match.Groups[1].Value).Except(PromQl.Grouped((string)alert["expr"]!)));
        }
    }

    [Fact]
    public async Task Every_query_is_well_formed_and_of_series_that_we_know_where_to_find()
    {
        foreach (var query in await Queries.AllAsync())
        {
            Assert.NotEmpty(PromQl.Metrics(query));
            Assert.All(PromQl.Metrics(query), metric => Assert.Contains(Rooms, room => metric.StartsWith(room, StringComparison.Ordinal)));
            foreach (var pair in new[] { "()", "{}", "[]" }) Assert.Equal(query.Count(pair[0]), query.Count(pair[1]));
            Assert.DoesNotContain("OPERATOR", query);
        }
    }
}
