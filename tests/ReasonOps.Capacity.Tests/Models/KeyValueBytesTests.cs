using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Capacity.Tests.Models;

public sealed class KeyValueBytesTests
{
    [Theory]
    [InlineData("Llama-3.1-405B", 516_096)]
    [InlineData("Llama-3.1-70B", 327_680)]
    [InlineData("Llama-3.1-8B", 131_072)]
    [InlineData("DeepSeek-R1", 70_272)]
    [InlineData("DeepSeek-R1-Distill-Qwen-32B", 262_144)]
    [InlineData("DeepSeek-R1-Distill-Qwen-7B", 57_344)]
    [InlineData("DeepSeek-R1-Distill-Qwen-1.5B", 28_672)]
    [InlineData("Qwen3-30B-A3B", 98_304)]
    [InlineData("Qwen3-235B-A22B", 192_512)]
    [InlineData("gpt-oss-20b", 49_152)]
    [InlineData("gpt-oss-120b", 73_728)]
    public void A_token_takes_what_the_formula_says(string model, double bytes) => Assert.Equal(bytes, ModelPresets.Find(model)!.KeyValueBytesPerToken);

    [Fact]
    public void A_batch_of_32_sequences_of_39_000_tokens_fills_the_640_GB_of_eight_H100()
    {
        var bytes = ModelPresets.Find("Llama-3.1-405B")!.KeyValueBytes(32, 0, 39_000);

        Assert.InRange(bytes / 640e9, 1.0, 1.01);
    }

    [Fact]
    public void Eight_bits_take_half() => Assert.Equal(258_048, (ModelPresets.Find("Llama-3.1-405B")! with { KeyValueBits = 8 }).KeyValueBytesPerToken);

    [Fact]
    public void Every_second_layer_of_gpt_oss_stops_growing_at_its_window()
    {
        var model = ModelPresets.Find("gpt-oss-120b")!;

        Assert.Equal(128 * 73_728, model.KeyValueBytes(128));
        Assert.Equal(128 * 73_728 + 10_000 * 73_728 / 2, model.KeyValueBytes(10_128));
    }

    [Fact]
    public void Five_of_six_layers_may_have_a_window()
    {
        var model = ModelPresets.Find("Qwen3-32B")! with { Layers = 6, KeyValueHeads = 1, HeadSize = 1, Window = new(1024, 5) };

        Assert.Equal(4 * (6 * 1024 + 1 * 3072), model.KeyValueBytes(4096));
    }

    [Fact]
    public void A_chain_that_has_left_the_prompt_behind_its_window_holds_none_of_it_there()
    {
        var model = ModelPresets.Find("Qwen3-32B")! with { Layers = 2, KeyValueHeads = 1, HeadSize = 1, Window = new(100, 1) };

        // The full layer holds 50 once and 200 three times, the windowed one 100 three times.
        Assert.Equal(4 * (50 + 600 + 300), model.KeyValueBytes(3, 50, 200));
        // 40 written: 60 of the prompt's 80 tokens are still seen, and held once.
        Assert.Equal(4 * (80 + 120 + 60 + 120), model.KeyValueBytes(3, 80, 40));
    }

    [Fact]
    public void Longer_and_more_never_take_less_and_a_window_never_more() =>
        Prop.ForAll(AnyReplicas.Models.ToArbitrary(), Gen.Choose(0, 100_000).Three().ToArbitrary(), Gen.Choose(1, 64).Two().ToArbitrary(), (model, tokens, chains) =>
        {
            var (shared, own, more) = tokens;
            var bytes = model.KeyValueBytes(chains.Item1, shared, own);
            Assert.True(model.KeyValueBytes(chains.Item1, shared, own + more) >= bytes);
            Assert.True(model.KeyValueBytes(chains.Item1, shared + more, own) >= bytes);
            Assert.True(model.KeyValueBytes(chains.Item1 + chains.Item2, shared, own) >= bytes);
            Assert.True((model with { Window = null }).KeyValueBytes(chains.Item1, shared, own) >= bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_shared_is_saved_for_all_chains_but_one() =>
        Prop.ForAll(AnyReplicas.Models.ToArbitrary(), Gen.Choose(0, 100_000).Two().ToArbitrary(), Gen.Choose(1, 64).ToArbitrary(), (model, tokens, chains) =>
        {
            var (shared, own) = tokens;
            var saved = chains * model.KeyValueBytes(shared + own) - model.KeyValueBytes(chains, shared, own);
            Assert.InRange(saved, 0, (chains - 1) * model.KeyValueBytes(shared) * (1 + 1e-9));
            if (model.Window is null) Assert.Equal((chains - 1) * model.KeyValueBytes(shared), saved, 1e-6 * Math.Max(1, saved));
        }).QuickCheckThrowOnFailure();
}
