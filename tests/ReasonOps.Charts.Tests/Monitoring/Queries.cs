using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;

namespace ReasonOps.Charts.Tests.Monitoring;

/// <summary>Every query that the chart brings.</summary>
internal static class Queries
{
    /// <summary>Given to a target by whoever scrapes it.</summary>
    public static readonly string[] OfTheScraper = ["container", "namespace", "pod"];

    public static async Task<IReadOnlyList<Manifest>> RenderAsync() => await Chart.RenderAsync("-f", Chart.Values("everything.yaml"));

    public static IReadOnlyList<JsonObject> Alerts(IReadOnlyList<Manifest> manifests) =>
        [.. manifests.Only("PrometheusRule").Spec["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!.AsObject())];

    public static IReadOnlyList<JsonObject> Panels(IReadOnlyList<Manifest> manifests) =>
        [.. manifests.Only("ConfigMap").Body["data"]!.AsObject().SelectMany(file => JsonNode.Parse((string)file.Value!)!["panels"]!.AsArray()).Select(panel => panel!.AsObject())];

    public static async Task<IReadOnlyList<string>> AllAsync()
    {
        var manifests = await RenderAsync();
        return [
            .. Alerts(manifests).Select(alert => (string)alert["expr"]!),
            .. Panels(manifests).SelectMany(panel => panel["targets"]?.AsArray() ?? []).Select(target => (string)target!["expr"]!),
        ];
    }

    /// <summary>Queries that read any series whose name begins so, held against a process that has them.</summary>
    public static async Task AssertAnsweredAsync(Scrape scrape, params string[] prefixes)
    {
        var queries = (await AllAsync()).Where(query => PromQl.Metrics(query).Any(IsMeant)).ToList();

        Assert.NotEmpty(queries);
        Assert.Empty(queries.SelectMany(PromQl.Metrics).Where(IsMeant).Except(scrape.Metrics));
        Assert.Empty(queries.SelectMany(PromQl.Labels).Except(scrape.Labels).Except(OfTheScraper));

        bool IsMeant(string metric) => prefixes.Any(prefix => metric.StartsWith(prefix, StringComparison.Ordinal));
    }
}
