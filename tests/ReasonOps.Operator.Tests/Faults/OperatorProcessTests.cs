using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Faults.Operators;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>The process itself: killed, robbed of its lease, told to stop at a bad time.</summary>
public sealed class OperatorProcessTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const int SigKill = 128 + 9;

    [Theory]
    [InlineData(3, false)]
    [InlineData(9, true)]
    public async Task Killed_after_a_write_it_leaves_the_rest_to_the_next(int number, bool leaderElect)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        await using var killed = await OperatorProcess.StartAsync(stage, leaderElect);
        killed.KillAfterWrite(number);
        await stage.ApplyAsync(Manifest);
        Assert.Equal(SigKill, await killed.ExitCodeAsync());
        // The lease runs out for this one in five seconds instead of fifteen.
        var next = await stage.StartAsync(new() { Speed = 3, Lease = leaderElect ? stage.Namespace : null });
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(Writes - number, next.Writes.Count);
    }

    [Fact]
    public async Task Robbed_of_its_lease_it_ends_with_an_error()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        await using var robbed = await OperatorProcess.StartAsync(stage, leaderElect: true);
        await stage.ApplyAsync(Manifest);
        await Until.TrueAsync("it works", () => robbed.Proxy.Count(ProxiedOperator.IsWrite) > 0);
        await stage.PatchAsync("apis/coordination.k8s.io/v1", "leases/reasonops-operator", """{"spec": {"holderIdentity": "thief"}}""");
        Assert.Equal(1, await robbed.ExitCodeAsync());
        Assert.Contains("thief", robbed.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_stop_while_the_server_fails_it_stops_in_order()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        await using var stopped = await OperatorProcess.StartAsync(stage, leaderElect: true);
        await stage.ApplyAsync(Manifest);
        await Until.TrueAsync("it works", () => stopped.Proxy.Count(ProxiedOperator.IsWrite) >= Writes);
        stopped.Proxy.Inject(new Fault.Break(), _ => true);
        stopped.Proxy.CutWatches();
        await stage.DeleteAsync(Apps, "deployments/math-engine");
        stopped.Terminate();
        Assert.Contains(await stopped.ExitCodeAsync(), new[] { 0, 130 });
        Assert.DoesNotContain("Unhandled", stopped.Tail, StringComparison.Ordinal);
    }
}
