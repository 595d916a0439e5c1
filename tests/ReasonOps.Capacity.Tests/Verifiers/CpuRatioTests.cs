using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Verifiers;

namespace ReasonOps.Capacity.Tests.Verifiers;

public class CpuRatioTests
{
    // 8 H100 have the 112 cores of their two sockets; a whole NVL72 rack 2592; sixteen Trainium2 chips 96.
    public static TheoryData<CpuRatio, int, int, int, string> Machines => new()
    {
        { CpuRatio.Hgx, 8, 4, 28, "1:4" },
        { CpuRatio.Hgx, 1, 4, 4, "1:4" },
        { CpuRatio.Hgx, 0, 4, 0, "1:4" },
        { CpuRatio.Gb200Nvl72, 72, 8, 324, "1:2" },
        { CpuRatio.Trainium2, 16, 1, 96, "1:8" },
        { new(2, 8, 96), 3, 16, 5, "1:4" },
        { new(3, 8, 1), 1_000_000, 1, 375_000, "3:8" },
        { new(1024, 1, 1024), int.MaxValue, 1, int.MaxValue, "1024:1" },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Accelerators_ask_for_the_cores_beside_them(CpuRatio ratio, int accelerators, int coresPerReplica, int replicas, string text)
    {
        Assert.Equal(replicas, ratio.ReplicasFor(accelerators, coresPerReplica));
        Assert.Equal(text, ratio.ToString());
    }

    [Fact]
    public void The_cores_suffice_and_one_replica_fewer_would_not() =>
        Prop.ForAll(
            Gen.Choose(1, 200).Three().ToArbitrary(), Gen.Choose(1, 10_000).Two().ToArbitrary(),
            (ratio, asked) =>
            {
                var of = new CpuRatio(ratio.Item1, ratio.Item2, ratio.Item3);
                var replicas = of.ReplicasFor(asked.Item1, asked.Item2);
                Assert.True((long)replicas * asked.Item2 * of.Accelerators >= (long)asked.Item1 * of.Cpus * of.CoresPerCpu);
                Assert.True((long)(replicas - 1) * asked.Item2 * of.Accelerators < (long)asked.Item1 * of.Cpus * of.CoresPerCpu);
            }).QuickCheckThrowOnFailure();
}
