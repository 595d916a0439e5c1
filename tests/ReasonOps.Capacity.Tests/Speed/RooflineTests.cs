using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Tests.Speed;

public sealed class RooflineTests
{
    [Fact]
    public void One_chain_waits_for_the_weights_to_be_read()
    {
        var roofline = new Roofline(ModelPresets.Find("Llama-3.1-8B")!, AcceleratorPresets.Find("H100-80GB")!, 1, Efficiency: 1);
        var step = roofline.Step(1, 0);

        Assert.Equal(16.06e9 / 3.35e12, step.Seconds, 1e-9);
        Assert.Equal(2 * 8.03e9 / 989.5e12, step.ComputeSeconds, 1e-9);
    }

    [Theory]
    [InlineData("H100-80GB", 1.979e15)]
    [InlineData("A100-80GB", 312e12)]
    public void Weights_of_8_bits_are_computed_in_8_where_the_device_can(string device, double operations)
    {
        var roofline = new Roofline(ModelPresets.Find("DeepSeek-R1")!, AcceleratorPresets.Find(device)!, 1, Efficiency: 1);

        Assert.Equal(1000 * 2 * 37e9 / operations, roofline.PromptSeconds(1000), 1e-9);
    }

    [Fact]
    public void A_step_with_a_full_cache_reads_the_cache_beside_the_weights()
    {
        var roofline = new Roofline(ModelPresets.Find("Llama-3.1-8B")!, AcceleratorPresets.Find("H100-80GB")!, 1);
        var tokens = roofline.CapacityTokens();

        Assert.Equal((16.06e9 + tokens * 131072.0) / (16.06e9 + 131072), ReplicaSpeed.FullStep(roofline, tokens), 0.01);
        Assert.Equal(1, ReplicaSpeed.FullStep(roofline, 0), 1e-3);
    }

    [Fact]
    public void More_chains_tokens_and_prompts_never_take_less_time() =>
        Prop.ForAll(AnyReplicas.Replicas.ToArbitrary(), Gen.Choose(1, 500).Two().ToArbitrary(), Gen.Choose(0, 1_000_000).Three().ToArbitrary(), (replica, chains, tokens) =>
        {
            var seconds = replica.Speed.StepSeconds(chains.Item1, tokens.Item1);
            Assert.True(seconds > 0);
            Assert.True(replica.Speed.StepSeconds(chains.Item1, tokens.Item1 + tokens.Item2) >= seconds);
            Assert.True(replica.Speed.StepSeconds(chains.Item1, tokens.Item1, tokens.Item3) >= seconds);
            Assert.True(replica.Speed.StepSeconds(chains.Item1 + chains.Item2, tokens.Item1) >= seconds * (1 - 1e-12));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Devices_are_sorted_and_have_all_their_figures()
    {
        Assert.Equal(AcceleratorPresets.Names.Distinct().Order(StringComparer.Ordinal), AcceleratorPresets.Names);
        Assert.All(AcceleratorPresets.All, each => Assert.True(each is { Memory: > 1e9, Bandwidth: > 1e11, Flops: > 1e14 } && each.FlopsAt(4) >= each.FlopsAt(8) && each.FlopsAt(8) >= each.FlopsAt(16)));
    }
}
