using System.Globalization;
using System.Text;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Metrics;

/// <summary>
/// What the engine tells of itself, under vLLM's names, so that whatever reads vLLM reads it. A "request" there is a chain.
/// The engine's thread writes; scrapes read.
/// </summary>
public sealed class EngineMetrics(int blockSize, int blocks)
{
    private readonly Histogram _firstToken = new(0.001, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5, 10, 30);
    private readonly Histogram _betweenTokens = new(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5);

    private Load _load = new(0, 0, 0, 0, 0, 0, 0);

    public long PromptTokens { get; internal set; }
    public long GeneratedTokens { get; private set; }

    public int Running => _load.Running;
    public int Waiting => _load.Waiting;

    /// <summary>Blocks in use / blocks, 0..1.</summary>
    public double Occupancy => _load.Occupancy;

    /// <summary>The most blocks in use at once so far, in tokens.</summary>
    public int PeakTokens => _load.PeakBlocks * blockSize;
    public long Preemptions => _load.Preemptions;
    public long PrefixHits => _load.PrefixHits;

    internal void Observe(int running, int waiting, double occupancy, long preemptions, long queries, long hits, int peakBlocks) =>
        _load = new Load(running, waiting, occupancy, preemptions, queries, hits, peakBlocks);

    internal void Sampled(LiveChain chain, TimeProvider time)
    {
        GeneratedTokens++;
        var now = time.GetTimestamp();
        if (chain.LastTokenAt == 0) _firstToken.Observe(time.GetElapsedTime(chain.Group.Submitted, now).TotalSeconds);
        else _betweenTokens.Observe(time.GetElapsedTime(chain.LastTokenAt, now).TotalSeconds);
        chain.LastTokenAt = now;
    }

    /// <summary>The Prometheus text format, version 0.0.4.</summary>
    public string Write(string model)
    {
        var load = _load;
        var labels = $"model_name=\"{model.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";
        var text = new StringBuilder();
        void Line(string type, string name, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n{name}{{{labels}}} {value}\n");
        Line("gauge", "vllm:kv_cache_usage_perc", load.Occupancy);
        Line("gauge", "vllm:num_requests_running", load.Running);
        Line("gauge", "vllm:num_requests_waiting", load.Waiting);
        Line("counter", "vllm:num_preemptions_total", load.Preemptions);
        Line("counter", "vllm:prefix_cache_queries_total", load.PrefixQueries);
        Line("counter", "vllm:prefix_cache_hits_total", load.PrefixHits);
        Line("counter", "vllm:prompt_tokens_total", PromptTokens);
        Line("counter", "vllm:generation_tokens_total", GeneratedTokens);
        _firstToken.Write(text, "vllm:time_to_first_token_seconds", labels);
        _betweenTokens.Write(text, "vllm:inter_token_latency_seconds", labels);
        text.Append(CultureInfo.InvariantCulture,
            $"# TYPE vllm:cache_config_info gauge\nvllm:cache_config_info{{{labels},block_size=\"{blockSize}\",num_gpu_blocks=\"{blocks}\"}} 1\n");
        return text.ToString();
    }

    private sealed record Load(int Running, int Waiting, double Occupancy, long Preemptions, long PrefixQueries, long PrefixHits, int PeakBlocks);
}
