using System.Globalization;
using System.Text.RegularExpressions;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests.Serving;

public partial class MetricsTests
{
    [Fact]
    public async Task Every_name_is_there_and_every_figure_true()
    {
        await using var server = await Served.Start(new EngineOptions(KeyValueTokens: 1000));
        var chat = Served.Chat(TestModel.Hard) with { N = 4 };
        var tokens = 0;
        for (var i = 0; i < 2; i++) tokens += (await server.Client.ChatAsync(chat)).Usage!.CompletionTokens;
        await server.Engine.UntilEmpty();

        var metrics = await Scrape(server);

        var cached = (TestModel.Hard.Length - 1) / 16 * 16;
        Assert.Equal(tokens, metrics["vllm:generation_tokens_total"]);
        Assert.Equal(2 * TestModel.Hard.Length - cached, metrics["vllm:prompt_tokens_total"]);
        Assert.Equal(2 * TestModel.Hard.Length, metrics["vllm:prefix_cache_queries_total"]);
        Assert.Equal(cached, metrics["vllm:prefix_cache_hits_total"]);
        Assert.Equal(8, metrics["vllm:time_to_first_token_seconds_count"]);
        Assert.Equal(tokens - 8, metrics["vllm:inter_token_latency_seconds_count"]);
        foreach (var name in (string[])["vllm:kv_cache_usage_perc", "vllm:num_requests_running", "vllm:num_requests_waiting", "vllm:num_preemptions_total"])
            Assert.Equal(0, metrics[name]);
        var info = Assert.Single(metrics, pair => pair.Key.StartsWith("vllm:cache_config_info", StringComparison.Ordinal));
        Assert.Contains("block_size=\"16\",num_gpu_blocks=\"62\"", info.Key, StringComparison.Ordinal);
        Assert.Equal(1, info.Value);
    }

    [Fact]
    public async Task Gauges_show_the_load_under_way()
    {
        await using var server = await Served.Start(new EngineOptions(MaxRunningChains: 2));
        var generation = server.Engine.Submit(TestModel.Ask(TestModel.Hard, count: 400));
        await Reading.Until(() => server.Engine.Metrics.Running == 2, "two chains run");

        var metrics = await Scrape(server);

        Assert.Equal(2, metrics["vllm:num_requests_running"]);
        Assert.InRange(metrics["vllm:num_requests_waiting"], 1, 398);
        Assert.InRange(metrics["vllm:kv_cache_usage_perc"], 4.0 / 512, 12.0 / 512); // the prompt's two blocks and each chain's
        generation.Cancel();
    }

    [Fact]
    public async Task Buckets_rise_to_the_count()
    {
        await using var server = await Served.Start();
        await server.Client.ChatAsync(Served.Chat("1+2+3="));

        var text = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        var buckets = BucketLine().Matches(text).GroupBy(match => match.Groups["name"].Value).ToArray();
        Assert.Equal(2, buckets.Length);
        foreach (var histogram in buckets)
        {
            var counts = histogram.Select(match => long.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(counts.Order(), counts);
            Assert.Equal("+Inf", histogram.Last().Groups["bound"].Value);
            Assert.True(counts[^1] > 0);
        }
    }

    [Fact]
    public async Task A_models_name_is_escaped_in_labels()
    {
        await using var server = await Served.Start(model: "a\"b\\c\nd");

        var text = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("""{model_name="a\"b\\c\nd"}""", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
    }

    /// <summary>Values by name; of histograms and of what has more labels than the model's name, by name and labels.</summary>
    private static async Task<Dictionary<string, double>> Scrape(Served server)
    {
        using var response = await server.Http.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches(Line(), line));
        return lines.Where(line => line[0] != '#').ToDictionary(
            line => line[..line.LastIndexOf(' ')].Replace($"{{model_name=\"{Served.Model}\"}}", "", StringComparison.Ordinal),
            line => double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(# TYPE [a-z:_]+ (counter|gauge|histogram)|[a-z:_]+\{([a-z_]+="([^"\\]|\\["\\n])*",?)+\} [0-9.E+-]+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""^(?<name>[a-z:_]+)_bucket\{.*le="(?<bound>[^"]+)"\} (?<count>\d+)$""", RegexOptions.Multiline)]
    private static partial Regex BucketLine();
}
