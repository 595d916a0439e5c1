using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Leases;
using ReasonOps.Operator.Tests.Faults.Operators;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>Two operators of one lease: one works.</summary>
public sealed class TwoOperatorsTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Leases = "apis/coordination.k8s.io/v1";
    private const string Lease = "leases/reasonops-operator";
    private readonly Journal _journal = new();

    /// <summary>Its writes of children take a moment each, so that there is a midst to be disturbed in.</summary>
    private OperatorSetting Setting(Stage stage, string who) => new()
    {
        Speed = 2, Lease = stage.Namespace, Identity = who, Faults = each =>
        {
            _journal.Follow(who, each.Proxy);
            if (who == "first") each.Proxy.Inject(new Fault.Delay(TimeSpan.FromMilliseconds(250)), ProxiedOperator.IsWrite);
        },
    };

    private static Task HoldsAsync(Stage stage, string who) => Until.TrueAsync(
        $"{who} has the lease",
        async () => await stage.GetAsync(Leases, Lease) is { } lease && lease.GetProperty("spec").GetProperty("holderIdentity").GetString() == who);

    private async Task<(ProxiedOperator First, ProxiedOperator Second)> BothAsync(Stage stage)
    {
        var first = await stage.StartAsync(Setting(stage, "first"));
        await HoldsAsync(stage, "first");
        return (first, await stage.StartAsync(Setting(stage, "second")));
    }

    [Fact]
    public async Task The_one_without_the_lease_writes_nothing()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var (first, second) = await BothAsync(stage);
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(Writes, first.Writes.Count);
        Assert.Empty(second.Writes);
    }

    [Fact]
    public async Task Who_stops_in_the_midst_of_a_pass_ends_it_before_the_other_begins()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var (first, second) = await BothAsync(stage);
        await stage.ApplyAsync(Manifest);
        await Until.TrueAsync("the pass has begun", () => _journal.Count("first") >= 3);
        await first.StopAsync();
        await stage.ConvergedAsync(Manifest);
        await stage.DeleteAsync(Apps, "deployments/math-engine");
        await Until.TrueAsync("the second works", () => _journal.Count("second") > 0);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(["first", "second"], _journal.Turns);
    }

    [Fact]
    public async Task Whose_lease_is_stolen_stops_at_once_and_the_other_ends_its_work()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var (first, second) = await BothAsync(stage);
        await stage.ApplyAsync(Manifest);
        await Until.TrueAsync("the pass has begun", () => _journal.Count("first") >= 2);
        await stage.PatchAsync(Leases, Lease, """{"spec": {"holderIdentity": "thief", "leaseDurationSeconds": 15}}""");
        await Assert.ThrowsAsync<LeadershipLostException>(() => first.Run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.InRange(_journal.Count("first"), 2, Writes - 1);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(["first", "second"], _journal.Turns);
        await HoldsAsync(stage, "second");
    }

    [Fact]
    public async Task Who_is_cut_off_gives_up_before_the_other_begins()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var (first, second) = await BothAsync(stage);
        await stage.ApplyAsync(Manifest);
        await Until.TrueAsync("the pass has begun", () => _journal.Count("first") >= 2);
        first.CutOff();
        await Assert.ThrowsAsync<LeadershipLostException>(() => first.Run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(second.Writes);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(["first", "second"], _journal.Turns);
    }
}
