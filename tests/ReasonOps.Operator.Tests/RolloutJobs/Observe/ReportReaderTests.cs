using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Observe;

namespace ReasonOps.Operator.Tests.RolloutJobs.Observe;

public sealed class ReportReaderTests
{
    [Fact]
    public void A_workers_figures_are_read_as_it_serves_them()
    {
        var told = ReportReader.Read("""
            # TYPE reasonops_rollouts_problems gauge
            reasonops_rollouts_problems{state="all"} 90
            reasonops_rollouts_problems{state="total"} 30
            reasonops_rollouts_problems{state="settled"} 12
            reasonops_rollouts_problems{state="quarantined"} 1
            reasonops_rollouts_final_total 192
            reasonops_rollouts_right_total 100
            reasonops_rollouts_wrong_total 92
            reasonops_rollouts_kept_total 40
            reasonops_rollouts_tokens_total{direction="forward"} 5000
            reasonops_rollouts_tokens_total{direction="backward"} 700
            reasonops_rollouts_tokens_per_second 41.5
            reasonops_rollouts_pass_sum{k="1"} 6
            reasonops_rollouts_pass_problems{k="1"} 12
            """)!;
        Assert.Equal((90, 30, 12, 1, 192, 100, 92, 40, 5000, 700, 41.5),
            (told.All, told.Problems, told.Settled, told.Quarantined, told.Rollouts, told.Right, told.Wrong, told.Kept, told.Forward, told.Backward, told.TokensPerSecond));
        Assert.Equal([new PassReport(1, 6, 12)], told.PassAt);
        Assert.Null(ReportReader.Read("some_other_metric 1\n"));
    }

    /// <summary>Whatever a pod tells: nothing is below 0, no part is more than its whole, and sums do not overflow.</summary>
    [Fact]
    public void No_lie_makes_figures_that_cannot_be() =>
        Prop.ForAll(Reports.ToArbitrary(), told =>
        {
            var sane = ReportReader.Sane(told);
            var sum = new PartitionReports(Enumerable.Range(0, 100).ToDictionary(i => i, _ => sane)).Sum;
            foreach (var each in new[] { sane, sum })
            {
                Assert.InRange(each.Settled, 0, each.Problems);
                Assert.InRange(each.Quarantined + each.Invalid, 0, 2 * each.Problems);
                Assert.InRange(each.Right + each.Wrong, 0, each.Rollouts);
                Assert.InRange(each.Kept, 0, each.Rollouts);
                Assert.True(each.Forward >= 0 && each.Backward >= 0 && double.IsFinite(each.TokensPerSecond) && each.TokensPerSecond >= 0);
                Assert.All(each.PassAt, pass => Assert.InRange(pass.Sum / pass.Problems, 0, 1 + 1e-9));
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<RolloutReport> Reports =>
        from n in Gen.ArrayOf(Gen.Elements(0, 1, -1, 7, 1000, long.MaxValue, long.MinValue), 9)
        from rates in Gen.ArrayOf(Gen.Elements(0, 1.5, -3, double.NaN, double.PositiveInfinity, 1e300), 3)
        select new RolloutReport
        {
            All = n[0], Problems = n[1], Settled = n[2], Quarantined = n[3], Invalid = n[4], Rollouts = n[5], Right = n[6], Wrong = n[7], Kept = n[8],
            Forward = n[0], Backward = n[1], TokensPerSecond = rates[0], RolloutsPerSecond = rates[1], PassAt = [new((int)Math.Clamp(n[2], -1, 64), rates[2], n[3])],
        };
}
