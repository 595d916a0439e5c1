using ReasonOps.Rollouts.Running;

namespace ReasonOps.Rollouts.Tests.Running;

public sealed class AllocationTests
{
    private static readonly Allocation Adaptive = new(4, 64, Precision: 0.17);

    [Theory]
    [InlineData(0, 0, 0, 4)]
    [InlineData(4, 4, 0, 8)]
    [InlineData(8, 8, 0, 8)]
    [InlineData(8, 0, 8, 8)]
    [InlineData(8, 4, 4, 16)]
    [InlineData(16, 8, 8, 32)]
    [InlineData(32, 16, 16, 32)]
    [InlineData(40, 0, 0, 64)]
    [InlineData(64, 32, 32, 64)]
    public void More_are_drawn_where_the_estimate_is_still_open(int final, int right, int wrong, int target) =>
        Assert.Equal(target, Adaptive.Target(final, right, wrong));

    [Fact]
    public void Without_a_precision_every_problem_gets_the_most() => Assert.Equal(16, new Allocation(16, 16, 0).Target(3, 3, 0));
}
