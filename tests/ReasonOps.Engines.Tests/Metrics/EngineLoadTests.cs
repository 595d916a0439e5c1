using ReasonOps.Engines.Metrics;

namespace ReasonOps.Engines.Tests.Metrics;

public sealed class EngineLoadTests
{
    [Fact]
    public void The_load_of_vllm_is_read() =>
        Assert.Equal(new EngineLoad(0.25, 3, 2, 16 * 2048), EngineLoad.Read(
            """
            # HELP vllm:num_requests_running Number of requests in model execution batches.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{engine="0",model_name="m"} 3.0
            vllm:num_requests_waiting{engine="0",model_name="m"} 2.0
            vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.25
            vllm:cache_config_info{block_size="16",cache_dtype="auto",num_gpu_blocks="2048",sliding_window="None"} 1.0
            """, MetricNames.Vllm));

    [Fact]
    public void Ranks_of_one_engine_are_added_up_and_their_occupancy_averaged() =>
        Assert.Equal(new EngineLoad(0.5, 5, null, null), EngineLoad.Read(
            """
            vllm:gpu_cache_usage_perc{engine="0"} 0.25
            vllm:gpu_cache_usage_perc{engine="1"} 0.75
            vllm:num_requests_running{engine="0"} 2
            vllm:num_requests_running{engine="1"} 3
            vllm:cache_config_info{block_size="16",num_gpu_blocks="None"} 1.0
            """, MetricNames.Vllm));

    [Fact]
    public void The_load_of_sglang_is_read() =>
        Assert.Equal(new EngineLoad(0.28, 1, 0, 4096), EngineLoad.Read(
            """
            sglang:token_usage{model_name="m"} 0.28
            sglang:num_running_reqs{model_name="m"} 1.0
            sglang:num_queue_reqs{model_name="m"} 0.0
            sglang:max_total_num_tokens{model_name="m"} 4.096e3
            """, MetricNames.SgLang));

    [Fact]
    public void Llama_cpp_says_nothing_of_its_cache() =>
        Assert.Equal(new EngineLoad(null, 1, 4, null), EngineLoad.Read(
            "llamacpp:requests_processing 1\nllamacpp:requests_deferred 4\n", MetricNames.LlamaCpp));

    [Theory]
    [InlineData("")]
    [InlineData("<html>not here</html>")]
    [InlineData("vllm:kv_cache_usage_perc NaN\nvllm:num_requests_running")]
    [InlineData("vllm:kv_cache_usage_perc 1.2\nvllm:num_requests_running -1\nvllm:num_requests_waiting 1e300")]
    [InlineData("vllm:kv_cache_usage_perc -0.5\nvllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"0\"} 1")]
    [InlineData("vllm:kv_cache_usage_perc{engine=\"0 0.5\nvllm:num_requests_running{ 3")]
    public void What_is_missing_is_null_and_never_zero(string text) =>
        Assert.Equal(new EngineLoad(null, null, null, null), EngineLoad.Read(text, MetricNames.Vllm));
}
