using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Memory;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Capacity.Tests.Memory;

public sealed class ReplicaMemoryTests
{
    private static readonly ReplicaMemory EightH100 = new(ModelPresets.Find("Llama-3.1-405B-FP8")!, AcceleratorPresets.Find("H100-80GB")!, 8);

    [Fact]
    public void With_405_GB_of_weights_235_GB_are_left_of_eight_H100_and_28_sequences_near_16_000_tokens_exhaust_them()
    {
        Assert.Equal((640e9, 235e9), (EightH100.Total, EightH100.Free));
        Assert.Equal(28, EightH100.Chains(16_000));
        Assert.InRange(EightH100.Free / EightH100.Model.KeyValueBytes(32, 0, 16_000), 0.85, 1);
        Assert.InRange(EightH100.Free / 28 / EightH100.Model.KeyValueBytesPerToken, 16_000, 16_500);
    }

    [Fact]
    public void The_runtime_its_activations_and_whole_blocks_take_their_share()
    {
        var whole = new ReplicaMemory(ModelPresets.Find("DeepSeek-R1-Distill-Qwen-32B")!, AcceleratorPresets.Find("H100-80GB")!, 2);
        var served = ReplicaMemory.InService(whole.Model, whole.Device, 2);

        Assert.Equal(160e9 * 0.9 - 65.6e9 - served.Activations, served.Free, 1.0);
        Assert.InRange(served.Activations, 0.5e9, 2e9);
        Assert.Equal(16 * 262_144, served.AnswerBytes(1, 0, 1));
        Assert.Equal(262_144, whole.AnswerBytes(1, 0, 1));
    }

    [Fact]
    public void The_part_of_a_prompt_that_fills_no_block_is_held_by_every_vote()
    {
        var served = ReplicaMemory.InService(ModelPresets.Find("DeepSeek-R1-Distill-Qwen-32B")!, AcceleratorPresets.Find("H100-80GB")!, 2);

        // 100 = 6 blocks shared and 4 tokens that each vote holds with its own 60: 4 blocks.
        Assert.Equal((6 + 5 * 4) * 16.0 * 262_144, served.AnswerBytes(5, 100, 60));
    }

    [Fact]
    public void Weights_that_do_not_fit_leave_room_for_nothing()
    {
        var small = new ReplicaMemory(ModelPresets.Find("Llama-3.1-405B")!, AcceleratorPresets.Find("L40S-48GB")!, 1);

        Assert.Equal((0, 0, 0), (small.Tokens, small.Longest, small.Chains(1)));
    }

    [Fact]
    public void What_fits_fits_and_one_more_does_not() =>
        Prop.ForAll(AnyReplicas.Replicas.ToArbitrary(), AnyReplicas.Shapes.ToArbitrary(), (replica, shape) =>
        {
            var memory = replica.Memory;
            var answers = memory.Answers(shape.Votes, shape.PromptTokens, shape.ChainTokens);
            var each = memory.AnswerBytes(shape.Votes, shape.PromptTokens, shape.ChainTokens);
            Assert.True(answers * each <= Math.Max(0, memory.Free) * (1 + 1e-9));
            Assert.True((answers + 1) * each > memory.Free * (1 - 1e-9));
            Assert.True(memory.Longest >= memory.Tokens);
            Assert.True(memory.Longest == 0 || memory.Model.KeyValueBytes(memory.Longest) * memory.Copies <= memory.Free * (1 + 1e-9));
            Assert.True(memory.Longest > 1e12 || memory.Model.KeyValueBytes(memory.Longest + 1.5) * memory.Copies > memory.Free * (1 - 1e-9));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_votes_and_longer_chains_never_fit_more_often() =>
        Prop.ForAll(AnyReplicas.Replicas.ToArbitrary(), AnyReplicas.Shapes.Two().ToArbitrary(), (replica, shapes) =>
        {
            var (first, more) = shapes;
            long Fit(int votes, double prompt, double own) => replica.Memory.Answers(votes, prompt, own);
            var fit = Fit(first.Votes, first.PromptTokens, first.ChainTokens);
            Assert.True(Fit(first.Votes + more.Votes, first.PromptTokens, first.ChainTokens) <= fit);
            Assert.True(Fit(first.Votes, first.PromptTokens, first.ChainTokens + more.ChainTokens) <= fit);
        }).QuickCheckThrowOnFailure();
}
