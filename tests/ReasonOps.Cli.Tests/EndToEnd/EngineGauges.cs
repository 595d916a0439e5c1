using System.Globalization;
using System.Text.RegularExpressions;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>What an engine's <c>/metrics</c> says.</summary>
internal sealed record EngineGauges(double Running, double Waiting, double Occupancy, double Generated)
{
    public bool IsIdle => Running == 0 && Waiting == 0 && Occupancy == 0;

    public static async Task<EngineGauges> ReadAsync(string url)
    {
        var text = await Asking.GetAsync(url.Replace("/v1", "/metrics", StringComparison.Ordinal));
        double Value(string name) =>
            double.Parse(Regex.Match(text, $"(?m)^vllm:{name}{{.*}} (\\S+)$").Groups[1].Value, CultureInfo.InvariantCulture);
        return new EngineGauges(
            Value("num_requests_running"), Value("num_requests_waiting"), Value("kv_cache_usage_perc"), Value("generation_tokens_total"));
    }
}
