namespace ReasonOps.Engines.Metrics;

/// <summary>What a runtime calls its load in <c>/metrics</c>. Where several names are given the first one present counts.</summary>
public sealed record MetricNames
{
    /// <summary>KV tokens in use over KV tokens that fit, 0..1.</summary>
    public IReadOnlyList<string> KvUsage { get; init; } = [];
    public string? Running { get; init; }
    public string? Waiting { get; init; }

    /// <summary>A gauge of KV tokens that fit.</summary>
    public string? CapacityTokens { get; init; }

    /// <summary>An info metric whose labels <c>block_size</c> and <c>num_gpu_blocks</c> multiply to the KV tokens that fit.</summary>
    public string? CacheConfig { get; init; }

    public static MetricNames None { get; } = new();

    /// <summary>vLLM renamed its occupancy gauge in 0.10.</summary>
    public static MetricNames Vllm { get; } = new()
    {
        KvUsage = ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"],
        Running = "vllm:num_requests_running",
        Waiting = "vllm:num_requests_waiting",
        CacheConfig = "vllm:cache_config_info",
    };

    public static MetricNames SgLang { get; } = new()
    {
        KvUsage = ["sglang:token_usage"],
        Running = "sglang:num_running_reqs",
        Waiting = "sglang:num_queue_reqs",
        CapacityTokens = "sglang:max_total_num_tokens",
    };

    /// <summary>llama.cpp has no KV gauge.</summary>
    public static MetricNames LlamaCpp { get; } = new()
    {
        Running = "llamacpp:requests_processing",
        Waiting = "llamacpp:requests_deferred",
    };
}
