using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Memory;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Planning;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Tests.Planning;

public sealed class ReplicaTests
{
    private const double Pace = 30;

    // Llama 3.1 405B in 8 bits on eight H100, 30 tokens/s a user: 368 at 775 tokens and 72 at 7,661 are published, a factor of 5.1.
    [Theory]
    [InlineData(0.6, 389, 66)]
    [InlineData(0.7, 454, 111)]
    public void Ten_times_longer_chains_cut_the_largest_batch_by_about_five(double efficiency, long brief, long extended)
    {
        var (model, device) = (ModelPresets.Find("Llama-3.1-405B-FP8")!, AcceleratorPresets.Find("H100-80GB")!);
        var replica = new Replica(new ReplicaMemory(model, device, 8), new Roofline(model, device, 8, efficiency));
        var (first, second) = (replica.Limits(new(1, 0, 775), Pace), replica.Limits(new(1, 0, 7661), Pace));

        Assert.Equal((brief, Bound.Compute), (first.Largest, first.Binds));
        Assert.Equal((extended, Bound.Bandwidth), (second.Largest, second.Binds));
        Assert.InRange((double)first.Largest / second.Largest, 4, 6);
    }

    [Fact]
    public void The_largest_batch_keeps_the_pace_and_one_more_does_not() =>
        Prop.ForAll(AnyReplicas.Replicas.ToArbitrary(), AnyReplicas.Shapes.ToArbitrary(), Gen.Choose(1, 200).ToArbitrary(), (replica, shape, pace) =>
        {
            var limits = replica.Limits(shape, pace);
            double Step(long batch) => replica.Speed.StepSeconds((int)batch, batch * shape.Mean);
            var speed = Math.Min(limits.Bandwidth, limits.Compute);
            Assert.True(speed == 0 || speed > 1_000_000_000 || Step(speed) * pace <= 1 + 1e-9);
            Assert.True(speed > 1_000_000_000 || Step(speed + 1) * pace > 1 - 1e-9);
            Assert.InRange(limits.Largest, 0, speed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Longer_chains_and_a_faster_pace_never_allow_more() =>
        Prop.ForAll(AnyReplicas.Replicas.ToArbitrary(), AnyReplicas.Shapes.ToArbitrary(), Gen.Choose(1, 200).Two().ToArbitrary(), (replica, shape, paces) =>
        {
            var limits = replica.Limits(shape, paces.Item1);
            var faster = replica.Limits(shape, paces.Item1 + paces.Item2);
            var longer = replica.Limits(shape with { ChainTokens = shape.ChainTokens * 1.5 }, paces.Item1);
            Assert.True(faster.Bandwidth <= limits.Bandwidth && faster.Compute <= limits.Compute && faster.Capacity == limits.Capacity);
            Assert.True(longer.Bandwidth <= limits.Bandwidth && longer.Compute <= limits.Compute && longer.Largest <= limits.Largest);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_answer_of_more_votes_takes_more_and_its_prompt_is_read_once() =>
        Prop.ForAll(AnyReplicas.Replicas.ToArbitrary(), AnyReplicas.Shapes.ToArbitrary(), (replica, shape) =>
        {
            if (replica.Operate(shape, Pace) is not { } point) return;
            var seconds = replica.AnswerSeconds(shape, point);
            var chains = shape.Votes * replica.AnswerSeconds(shape with { Votes = 1 }, point);
            Assert.Equal(chains - (shape.Votes - 1) * replica.Speed.PromptSeconds(shape.PromptTokens), seconds, seconds * 1e-9);
            Assert.True(point.Batch >= 1 && point.TokensPerSecond >= point.TokensPerSecondEach);
            Assert.True(!point.KeepsPace || point.TokensPerSecondEach >= Pace * (1 - 1e-9));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chain_that_does_not_fit_is_not_operated()
    {
        var (model, device) = (ModelPresets.Find("DeepSeek-R1-Distill-Qwen-32B")!, AcceleratorPresets.Find("H100-80GB")!);
        var replica = new Replica(ReplicaMemory.InService(model, device, 1), new Roofline(model, device, 1));

        Assert.Null(replica.Operate(new(1, 0, 100_000), Pace));
        Assert.NotNull(replica.Operate(new(1, 0, 10_000), Pace));
    }
}
