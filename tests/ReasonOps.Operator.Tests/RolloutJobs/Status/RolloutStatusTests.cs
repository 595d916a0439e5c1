using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Observe;

namespace ReasonOps.Operator.Tests.RolloutJobs.Status;

public sealed class RolloutStatusTests
{
    private static readonly RolloutReport Half = new()
    {
        All = 100, Problems = 50, Settled = 25, Quarantined = 1, Rollouts = 400, Right = 200, Wrong = 200, Kept = 90, Forward = 12_345, Backward = 678,
        TokensPerSecond = 184_321, RolloutsPerSecond = 10, PassAt = [new(1, 12.5, 25), new(16, 20, 25)],
    };

    [Fact]
    public void Figures_of_all_partitions_are_one()
    {
        var status = TestRollouts.Status(TestRollouts.Plan(world: World(Half, Half)));
        Assert.Equal(("Progressing", "50/100", "0/8"), (status.Phase, status.Progress, status.Workers));
        Assert.Equal(new ProblemsStatus { Total = 100, Done = 50, Failed = 2 }, status.Problems);
        Assert.Equal(new RolloutsStatus { Generated = 800, Verified = 800, Kept = 180 }, status.Rollouts);
        Assert.Equal(new TokensStatus { Forward = 24_690, Backward = 1356, PerSecond = 369_000 }, status.Tokens);
        Assert.Equal((0.5, new PassAtKStatus(16, 0.8), "40s"), (status.PassAt1, status.PassAtK, status.Eta));
    }

    [Fact]
    public void Figures_do_not_go_back_while_a_worker_is_silent()
    {
        var before = TestRollouts.Status(TestRollouts.Plan(world: World(Half, Half)));
        var after = TestRollouts.Status(TestRollouts.Plan(world: World(Half), last: before), before);
        Assert.Equal((before.Problems, before.Rollouts), (after.Problems, after.Rollouts));
    }

    [Fact]
    public void The_same_twice_is_the_same_and_times_stay()
    {
        var plan = TestRollouts.Plan(world: World(Half));
        var first = TestRollouts.Status(plan);
        var second = TestRollouts.Status(plan, first, TestRollouts.Noon.AddMinutes(5));
        Assert.Equal(first.Conditions, second.Conditions);
        Assert.Equal(first, second with { Conditions = first.Conditions });
    }

    [Fact]
    public void Suspended_is_told_and_no_worker_is_wanted()
    {
        var job = TestRollouts.Sample with { Spec = TestRollouts.Sample.Spec with { Suspend = true } };
        var status = TestRollouts.Status(TestRollouts.Plan(job, World(Half)));
        Assert.Equal(("Suspended", "0/0", null, 0L), (status.Phase, status.Workers, status.Eta, status.Tokens!.PerSecond));
        Assert.Equal(("True", "SuspendedBySpec"), Condition(status, "Suspended"));
        Assert.Equal(("False", "SuspendedBySpec"), Condition(status, "Progressing"));
    }

    [Fact]
    public void A_written_dataset_counts_in_place_of_what_workers_told()
    {
        var world = World(Half) with
        {
            Reports = World(Half).Reports with
            {
                Dataset = new()
                {
                    Manifest = "pvc://datasets/berry/manifest.json", Sha256 = "ab", Problems = 99, Quarantined = 3, Rollouts = 1500, Right = 700, Wrong = 790, Kept = 300, Forward = 98_765, KeptTokens = 4321,
                    Lines = new Dictionary<string, long> { ["Sft"] = 300 }, PassAt = new Dictionary<int, double> { [1] = 0.4444, [4] = 0.7, [16] = 0.9 },
                },
            },
        };
        var status = TestRollouts.Status(TestRollouts.Plan(world: world));
        Assert.Equal(new RolloutsStatus { Generated = 1500, Verified = 1490, Kept = 300 }, status.Rollouts);
        Assert.Equal(new TokensStatus { Forward = 98_765, Backward = 4321, PerSecond = 0 }, status.Tokens);
        Assert.Equal((0.444, new PassAtKStatus(16, 0.9), "ab"), (status.PassAt1, status.PassAtK, status.Output!.Sha256));
    }

    private static RolloutWorld World(params RolloutReport[] reports) =>
        TestRollouts.World() with { Reports = new(reports.Select((report, i) => (report, i)).ToDictionary(pair => pair.i, pair => pair.report)) };

    private static (string, string) Condition(RolloutJobStatus status, string type) =>
        status.Conditions!.Where(condition => condition.Type == type).Select(condition => (condition.Status, condition.Reason)).Single();
}
