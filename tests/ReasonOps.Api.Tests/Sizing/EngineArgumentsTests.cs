using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;

namespace ReasonOps.Api.Tests.Sizing;

public sealed class EngineArgumentsTests
{
    [Theory]
    [InlineData(RuntimeKind.Vllm, 8, 1, "", 8)]
    [InlineData(RuntimeKind.Vllm, 16, 2, "", 8)]
    [InlineData(RuntimeKind.Sglang, 16, 2, "", 16)]
    [InlineData(RuntimeKind.Vllm, 8, 1, "--tensor-parallel-size 4", 4)]
    [InlineData(RuntimeKind.Vllm, 8, 1, "--tensor-parallel-size=2 -tp 4", 4)]
    [InlineData(RuntimeKind.Sglang, 8, 1, "--tp 8 --enable-dp-attention", 1)]
    [InlineData(RuntimeKind.Vllm, 8, 1, "--tensor-parallel-size many", 8)]
    [InlineData(RuntimeKind.Vllm, 8, 1, "--tensor-parallel-size", 8)]
    public void Layers_are_shared_by_as_many_devices_as_the_engine_is_told(RuntimeKind runtime, int devices, int nodes, string args, int expected) =>
        Assert.Equal(expected, new EngineArguments(new EngineSpec
        {
            Runtime = runtime, Accelerator = new() { Preset = "H100-80GB", PerReplica = devices, Nodes = nodes }, Args = args.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        }).TensorParallel);

    [Theory]
    [InlineData("--kv-cache-dtype fp8_e4m3", 8)]
    [InlineData("--kv-cache-dtype=bfloat16", 16)]
    [InlineData("--kv-cache-dtype auto", null)]
    [InlineData("", null)]
    public void Bits_of_the_cache_are_read(string args, int? bits) =>
        Assert.Equal(bits, new EngineArguments(new EngineSpec { Args = args.Split(' ', StringSplitOptions.RemoveEmptyEntries) }).KeyValueBits);

    [Fact]
    public void A_share_of_memory_and_a_longest_sequence_are_read()
    {
        var arguments = new EngineArguments(new EngineSpec { Args = ["--gpu-memory-utilization", "0.95", "--max-model-len=40960"] });

        Assert.Equal((0.95, 40_960), (arguments.Usable, arguments.LongestSequence));
        Assert.Null(new EngineArguments(new EngineSpec { Args = ["--gpu-memory-utilization", "95"] }).Usable);
    }
}
