using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Faults.Operators;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>An API server that dies under the operator's hands and comes back.</summary>
public sealed class ServerDownTests(ServerDownTests.PrivatePlane own) : IClassFixture<ServerDownTests.PrivatePlane>
{
    /// <summary>The first, one in the middle, the last child and the status.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(Writes - 1)]
    [InlineData(Writes)]
    public async Task A_server_that_is_killed_in_the_midst_of_a_pass_is_worked_on_with(int number)
    {
        await using var stage = await Stage.OpenAsync(own.Plane);
        var killed = new TaskCompletionSource();
        var running = await stage.StartAsync(new()
        {
            Speed = 10,
            Faults = each => each.Proxy.Inject(
                new Fault.Then(async _ =>
                {
                    await own.Plane.KillApiServerAsync();
                    killed.SetResult();
                }),
                ProxiedOperator.NthWrite(number), times: 1),
        });
        await stage.ApplyAsync(Manifest);
        await killed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var asked = running.Proxy.Requests.Count;
        await Until.TrueAsync("it has asked in vain for a while", () => running.Proxy.Requests.Count > asked + 60);
        Assert.False(running.Run.IsCompleted);
        await own.Plane.RestartApiServerAsync();
        await stage.ConvergedAsync(Manifest);
    }

    [Fact]
    public async Task A_server_that_is_upgraded_is_worked_on_with()
    {
        await using var stage = await Stage.OpenAsync(own.Plane);
        var running = await stage.StartAsync(new() { Speed = 10 });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        await own.Plane.StopApiServerAsync();
        await own.Plane.RestartApiServerAsync();
        Assert.True(await Convergence.Converged.IsQuietAsync([running], TimeSpan.FromSeconds(1)));
        await stage.ApplyAsync(Changed);
        await stage.DeleteAsync(Apps, "deployments/math-engine");
        await stage.ConvergedAsync(Changed);
    }

    public sealed class PrivatePlane : IAsyncLifetime
    {
        private LocalControlPlane? _plane;

        public LocalControlPlane Plane => _plane!;

        public async Task InitializeAsync() => _plane = await LocalControlPlane.StartAsync();

        public async Task DisposeAsync()
        {
            if (_plane is not null) await _plane.DisposeAsync();
        }
    }
}
