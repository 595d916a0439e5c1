using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Tuning.Tests.Statistics;

public sealed class PassAtKTests
{
    [Theory]
    [InlineData(10, 3, 1, 0.3)]
    [InlineData(10, 0, 5, 0)]
    [InlineData(10, 10, 1, 1)]
    [InlineData(10, 6, 5, 1)]
    [InlineData(5, 1, 2, 0.4)]
    public void Known_values(int n, int c, int k, double expected) => Assert.Equal(expected, PassAtK.Estimate(n, c, k), 12);

    [Fact]
    public void It_is_the_share_of_draws_with_a_right_one() => Prop.ForAll(
        Gen.Choose(1, 14).SelectMany(n => Gen.Choose(0, n).SelectMany(c => Gen.Choose(1, n).Select(k => (N: n, C: c, K: k)))).ToArbitrary(), each =>
        {
            // The first c of n are right; a draw is a set of k.
            var draws = Enumerable.Range(0, 1 << each.N).Where(set => BitOperations.PopCount((uint)set) == each.K).ToArray();
            var share = draws.Average(set => (set & ((1 << each.C) - 1)) != 0 ? 1.0 : 0);
            return Math.Abs(share - PassAtK.Estimate(each.N, each.C, each.K)) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Large_counts_stay_numbers() => Assert.InRange(PassAtK.Estimate(4096, 1, 2048), 0.4999, 0.5001);

    [Theory]
    [InlineData(5, 1, 0)]
    [InlineData(5, 1, 6)]
    [InlineData(5, -1, 1)]
    [InlineData(5, 6, 1)]
    public void What_cannot_be_drawn_is_refused(int n, int c, int k) => Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(n, c, k));
}
