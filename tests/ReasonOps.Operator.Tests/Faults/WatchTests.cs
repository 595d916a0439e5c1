using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Faults.Operators;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>Watches that break, repeat themselves, leave something out or fall silent.</summary>
public sealed class WatchTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private static bool IsOfDeployments(ProxiedRequest request) => request.Is("watch", "deployments");

    private static async Task CutAsync(ProxiedOperator running, int times)
    {
        var cut = 0;
        await Until.TrueAsync($"{times} watches are cut", () => (cut += running.Proxy.CutWatches()) >= times);
    }

    [Fact]
    public async Task Watches_that_are_cut_again_and_again_lose_nothing()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var running = await stage.StartAsync(new() { Speed = 10 });
        var cutting = CutAsync(running, 40);
        await stage.ApplyAsync(Manifest);
        await cutting;
        await stage.ConvergedAsync(Manifest);
        cutting = CutAsync(running, 40);
        await stage.ApplyAsync(Changed);
        await cutting;
        await stage.ConvergedAsync(Changed);
    }

    [Fact]
    public async Task Watches_that_expire_again_and_again_lose_nothing()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var running = await stage.StartAsync(new() { Speed = 10 });
        await stage.ApplyAsync(Manifest);
        var expired = 0;
        await Until.TrueAsync("30 watches expire", () => (expired += running.Proxy.ExpireWatches()) >= 30);
        await stage.ConvergedAsync(Manifest);
    }

    [Fact]
    public async Task Events_that_come_twice_lead_to_no_write_more()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var running = await stage.StartAsync(new() { Faults = each => each.Proxy.Inject(new Fault.Events(_ => 2), request => request.Verb == "watch") });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(Writes, running.Writes.Count);
        await stage.DeleteAsync(Apps, "deployments/math-engine");
        await stage.DeleteAsync(Core, "services/math");
        await Until.TrueAsync("both are made again", () => running.Writes.Count >= Writes + 2);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(2, running.Writes.Skip(Writes).Count(write => write.Verb == "apply" && write.Subresource is null));
    }

    [Fact]
    public async Task An_operator_that_never_hears_of_its_children_writes_no_more_for_it()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var running = await stage.StartAsync(new()
        {
            Faults = each => each.Proxy.Inject(new Fault.Events(line => line.Type == "BOOKMARK" ? 1 : 0), request => request.Verb == "watch" && request.Resource != "reasoningservices"),
        });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(Writes, running.Writes.Count);
    }

    [Fact]
    public async Task What_was_not_told_is_found_by_the_next_list()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var deaf = false;
        var running = await stage.StartAsync(new() { Faults = each => each.Proxy.Inject(new Fault.Events(_ => Volatile.Read(ref deaf) ? 0 : 1), request => request.Verb == "watch") });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Volatile.Write(ref deaf, true);
        foreach (var (group, item) in Children(shared.Plane.Version)) await stage.DeleteAsync(group, item);
        await stage.ApplyAsync(Changed);
        Volatile.Write(ref deaf, false);
        running.Proxy.ExpireWatches();
        await stage.ConvergedAsync(Changed);
    }

    [Fact]
    public async Task A_watch_that_fell_silent_is_left_for_a_new_list()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var deaf = false;
        var running = await stage.StartAsync(new()
        {
            Speed = 30,
            Faults = each => each.Proxy.Inject(new Fault.Events(_ => Volatile.Read(ref deaf) ? 0 : 1), IsOfDeployments),
        });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Volatile.Write(ref deaf, true);
        running.Proxy.ForgetRequests();
        await stage.DeleteAsync(Apps, "deployments/math-gateway");
        await stage.ConvergedAsync(Manifest);
        Assert.Contains(running.Proxy.Requests, request => request.Is("list", "deployments"));
    }
}
