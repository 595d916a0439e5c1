using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;
using ReasonOps.Api.Tests.Manifests;

namespace ReasonOps.Api.Tests.Sizing;

public sealed class ServiceSizesTests
{
    [Fact]
    public void A_preset_and_the_dimensions_it_stands_for_are_the_same_model()
    {
        var written = Sample("vllm-h100-80gb.yaml").Model.Dimensions()!;
        var named = (Sample("vllm-h100-80gb.yaml").Model with { Shape = new() { Preset = "DeepSeek-R1-Distill-Qwen-32B" } }).Dimensions()!;

        Assert.Equal(written with { Name = named.Name, ContextTokens = named.ContextTokens }, named);
    }

    [Fact]
    public void A_preset_in_other_bits_has_experts_of_these_bits_too()
    {
        var model = new ModelSpec { Name = "m", Shape = new() { Preset = "gpt-oss-120b", WeightBits = 16, KeyValueBits = 8 } };

        Assert.Equal(233.6e9, model.Dimensions()!.WeightBytes, 1e3);
        Assert.Equal(36_864, model.Dimensions()!.KeyValueBytesPerToken);
    }

    [Fact]
    public void Attention_and_experts_are_read()
    {
        var model = new ModelSpec
        {
            Name = "m", Shape = new()
            {
                Layers = 61, AttentionHeads = 128, KeyValueHeads = 128, HeadSize = 128, Parameters = new(671e9m), ActiveParameters = new(37e9m), WeightBits = 8, KeyValueBits = 16,
                Attention = new() { LatentSize = 512, RopeSize = 64 }, Experts = new() { Count = 256, PerToken = 8 },
            },
        };

        Assert.Equal(70_272, model.Dimensions()!.KeyValueBytesPerToken);
        Assert.Equal(671e9, model.Dimensions()!.WeightBytes, 1e3);
        Assert.Equal(37e9, model.Dimensions()!.WeightBytesRead(1), 1e3);
    }

    [Theory]
    [InlineData("arithmetic.yaml", 8192)]
    [InlineData("endpoints.yaml", null)]
    public void Tokens_of_engines_are_what_is_said_or_not_known(string sample, int? tokens) => Assert.Equal(tokens, Sample(sample).TokensThatFit());

    [Fact]
    public void A_runtime_leaves_less_than_there_is_and_its_arguments_say_how_much()
    {
        var spec = Sample("vllm-h100-80gb.yaml");
        var more = spec with { Engine = spec.Engine! with { Args = ["--gpu-memory-utilization", "0.95"] } };

        Assert.True(spec.TokensThatFit() < spec.Memory()!.Tokens);
        Assert.InRange(more.TokensThatFit()!.Value - spec.TokensThatFit()!.Value, 30_517, 30_518);
    }

    [Fact]
    public void A_device_of_its_own_figures_has_these()
    {
        var device = new AcceleratorSpec { Preset = "H100-80GB", Bandwidth = new(2e12m) }.Device()!;
        var own = new AcceleratorSpec { Memory = new(24e9m) }.Device()!;

        Assert.Equal((80e9, 2e12, 1.979e15), (device.Memory, device.Bandwidth, device.FlopsAt(8)));
        Assert.Equal(("24.0 GB", 24e9, 0.0), (own.Name, own.Memory, own.Flops));
    }

    private static ReasoningServiceSpec Sample(string name) => Assert.Single(ManifestReader.Read(SampleTests.Sample(name)).Services).Spec;
}
