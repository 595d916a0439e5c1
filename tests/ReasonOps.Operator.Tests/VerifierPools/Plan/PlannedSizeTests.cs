using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Operator.VerifierPools.Plan;

namespace ReasonOps.Operator.Tests.VerifierPools.Plan;

public sealed class PlannedSizeTests
{
    [Theory]
    // HGX: 14 cores a GPU, 4 workers a verifier.
    [InlineData("", 8, 28, 28)]
    [InlineData("", 0, 0, 1)]
    [InlineData("", 100, 350, 64)]
    [InlineData("workers: 2,", 8, 56, 56)]
    [InlineData("workers: 2,", 1, 7, 7)]
    [InlineData("replicas: 5,", 8, 28, 5)]
    [InlineData("replicas: 100,", 8, 28, 64)]
    [InlineData("replicas: 0,", 8, 28, 0)]
    public void Accelerators_and_hands_decide(string spec, int accelerators, int floor, int replicas)
    {
        var plan = TestPools.Plan(TestPools.Of($"isolation: {{mode: Landlock}}, {spec} sizing: {{maxReplicas: 64}}"), TestPools.World(accelerators));

        Assert.Equal((floor, replicas), (plan.Size.Floor, plan.Size.Replicas));
    }

    [Theory]
    [InlineData("preset: GB200-NVL72", 72, "1:2")]
    [InlineData("preset: Trainium2", 12, "1:8")]
    [InlineData("preset: HGX, coresPerCpu: 64", 32, "1:4")]
    [InlineData("cpus: 2, accelerators: 8, coresPerCpu: 96", 48, "1:4")]
    public void A_ratio_is_a_preset_or_figures(string ratio, int floor, string text)
    {
        var size = TestPools.Plan(TestPools.Of($"isolation: {{mode: Landlock}}, sizing: {{ratio: {{{ratio}}}, maxReplicas: 100}}")).Size;

        Assert.Equal((floor, text), (size.Floor, size.Ratio.ToString()));
    }

    [Fact]
    public void Every_preset_has_figures() =>
        Assert.Equal(3, Enum.GetValues<RatioPreset>().Select(preset => PlannedSize.RatioOf(new() { Preset = preset })).Distinct().Count());

    [Fact]
    public void A_queue_makes_more_and_what_is_silent_keeps_them()
    {
        var pool = TestPools.Of("isolation: {mode: Landlock}, sizing: {maxReplicas: 64}");

        Assert.Equal(6, TestPools.Plan(pool, TestPools.World(0, new PoolLoad(20, 4, 0)), replicas: 3).Size.Replicas);
        Assert.Equal(3, TestPools.Plan(pool, TestPools.World(0, new PoolLoad(0, 0, 1)), replicas: 3).Size.Replicas);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var world = TestPools.World(0) with { Consumers = [new("ReasoningService", "maths", IsThere: false, 0)] };
        var plan = TestPools.Plan(TestPools.Of("isolation: {mode: Landlock}, replicas: 9, keys: {secretRef: {name: nobodys}}"), world);

        Assert.Equal([("CallerKeysMissing", true), ("ConsumerNotFound", false), ("ReplicasClamped", false)], plan.Remarks.Select(remark => (remark.Reason, remark.Blocks)));
        Assert.Equal([], plan.Settings.KeyHashes!);
    }
}
