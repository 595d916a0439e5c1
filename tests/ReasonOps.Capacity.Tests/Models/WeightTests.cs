using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Capacity.Tests.Models;

public sealed class WeightTests
{
    // Sizes of the checkpoints, from their cards: 60.8 and 12.8 GiB of MXFP4 and 16-bit weights.
    [Theory]
    [InlineData("Llama-3.1-405B-FP8", 405e9, 0.001)]
    [InlineData("DeepSeek-R1", 671e9, 0.001)]
    [InlineData("DeepSeek-R1-Distill-Qwen-32B", 65.6e9, 0.001)]
    [InlineData("gpt-oss-120b", 65.3e9, 0.03)]
    [InlineData("gpt-oss-20b", 13.7e9, 0.05)]
    public void Weights_take_what_the_checkpoint_takes(string model, double bytes, double within) =>
        Assert.InRange(ModelPresets.Find(model)!.WeightBytes / bytes, 1 - within, 1 + within);

    [Fact]
    public void One_token_reads_its_active_parameters_and_many_read_all()
    {
        var model = ModelPresets.Find("DeepSeek-R1")!;

        Assert.Equal(37e9, model.WeightBytesRead(1), 1e3);
        // 64 tokens reach 256 x (1 - (1 - 8/256)^64) = 222 of 256 experts.
        Assert.InRange(model.WeightBytesRead(64) / model.WeightBytes, 0.86, 0.88);
        Assert.Equal(671e9, model.WeightBytesRead(100_000), 1e3);
        Assert.Equal(654e9, 671e9 - model.WeightBytesRead(0), 1e9);
    }

    [Fact]
    public void More_tokens_never_read_less_nor_more_than_all() =>
        Prop.ForAll(AnyReplicas.Models.ToArbitrary(), Gen.Choose(0, 4096).Two().ToArbitrary(), (model, tokens) =>
        {
            var read = model.WeightBytesRead(tokens.Item1);
            Assert.InRange(read, 0, model.WeightBytes * (1 + 1e-12));
            Assert.True(model.WeightBytesRead(tokens.Item1 + tokens.Item2) >= read);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Llama-3.1-405B", 1000, 4.0 * 128 * 126 * 128 * 1000)]
    [InlineData("DeepSeek-R1", 1000, 2.0 * 128 * 61 * (2 * 512 + 64) * 1000)]
    [InlineData("gpt-oss-120b", 1128, 4.0 * 64 * 64 * (18 * 1128 + 18 * 128))]
    public void Attention_takes_4_x_heads_x_layers_x_head_size_x_length(string model, double length, double operations) =>
        Assert.Equal(operations, ModelPresets.Find(model)!.AttentionOperations(length));

    [Theory]
    [InlineData("Llama-3.1-405B", 8, 1)]
    [InlineData("Llama-3.1-405B", 16, 2)]
    [InlineData("Qwen3-30B-A3B", 8, 2)]
    [InlineData("DeepSeek-R1", 8, 8)]
    public void Devices_that_cannot_share_a_head_hold_it_again(string model, int devices, double copies) =>
        Assert.Equal(copies, ModelPresets.Find(model)!.CopiesOver(devices));

    [Fact]
    public void Names_are_sorted_and_different() => Assert.Equal(ModelPresets.Names.Distinct().Order(StringComparer.Ordinal), ModelPresets.Names);
}
