using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Informers;

/// <summary>On a real API server.</summary>
public sealed class RealInformerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Fact]
    public async Task Pages_then_changes_of_what_the_selector_takes()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        for (var i = 0; i < 5; i++) await cluster.PutAsync(ConfigMap, Map($"m{i}", labels: ("app", "x")));
        await cluster.PutAsync(ConfigMap, Map("other"));
        await using var run = new Run(cluster, new() { Select = new(cluster.Namespace, "app=x", Limit: 2), Labels = ["app"] });
        await run.Informer.Synced.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(5, run.Informer.All.Count);

        await cluster.PutAsync(ConfigMap, Map("m1", "2", labels: ("app", "x")));
        await cluster.KubectlAsync("label", "configmap", "m2", "app-"); // it leaves the selection
        await cluster.KubectlAsync("delete", "configmap", "m3");
        await cluster.KubectlAsync("label", "configmap", "m2", "app=x"); // and comes back, with its UID
        await Until.True(() => run.Told.Count == 9, "what happened");
        Assert.Equal(["~m1", "-m2", "-m3", "+m2"], run.Told.Skip(5));
        Assert.Equal(4, run.Informer.WithLabel("app", "x").Count);
    }

    [Fact]
    public async Task A_server_that_was_killed_while_much_happened_is_caught_up_with()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        using var cluster = await RealCluster.StartAsync(plane);
        for (var i = 0; i < 10; i++) await cluster.PutAsync(ConfigMap, Map($"m{i}"));
        await using var run = new Run(cluster, new() { Select = new(cluster.Namespace) });
        await run.Informer.Synced.WaitAsync(TimeSpan.FromMinutes(1));

        await plane.KillApiServerAsync();
        await Until.True(() => run.Informer.Fault is not null, "the loss");
        Assert.Equal(10, run.Informer.All.Count); // reads still answer
        await plane.RestartApiServerAsync();
        await cluster.KubectlAsync("delete", "configmap", "m0", "m1");
        await cluster.PutAsync(ConfigMap, Map("m2", "2"));
        await cluster.PutAsync(ConfigMap, Map("new"));
        await Until.True(
            () => run.Informer.All.Count == 9 && run.Informer.Get(cluster.Key("m2"))!["data"].GetProperty("value").GetString() == "2"
                && run.Informer.Get(cluster.Key("new")) is not null, "what happened");
        Assert.Equal(["+new", "-m0", "-m1", "~m2"], run.Told.Skip(10).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Events_that_come_twice_or_never_and_watches_that_expire_do_no_harm_for_long()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        await using var proxy = await FaultProxy.StartAsync(shared.Plane);
        using var client = new KubernetesClient(KubernetesConfiguration.FromFiles([proxy.KubeConfigPath]));
        var random = new Random(3);
        using var faults = proxy.Inject(new Fault.Events(_ => random.Next(3)), request => request.Verb == "watch");
        await using var run = new Run(cluster, new() { Select = new(cluster.Namespace), Relist = TimeSpan.FromSeconds(3) }, client);
        await run.Informer.Synced.WaitAsync(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 100; i++)
        {
            var name = $"m{i % 10}";
            if (i % 7 == 3) await cluster.Client.DeleteAsync(ConfigMap, cluster.Namespace, name, null, default);
            else await cluster.PutAsync(ConfigMap, Map(name, $"{i}"));
            if (i % 30 == 29) proxy.ExpireWatches();
        }
        string[] Cached() => [.. run.Informer.All.Select(map => $"{map.Metadata.Name} {map.Metadata.ResourceVersion}").Order()];
        var truth = new List<string>();
        await foreach (var page in cluster.Client.ListAsync<ApiObject>(ConfigMap, new(cluster.Namespace), default))
            truth.AddRange(page.Items.Select(map => $"{map.Metadata.Name} {map.Metadata.ResourceVersion}"));
        await Until.True(() => Cached().SequenceEqual(truth.Order()), "the truth");
    }

    private sealed class Run : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Run(RealCluster cluster, InformerOptions<ApiObject> options, IKubernetesClient? through = null)
        {
            Informer = new(through ?? cluster.Client, ConfigMap, options, TimeProvider.System, NullLogger<Informer<ApiObject>>.Instance);
            Informer.Changed += change => Told.Enqueue($"{(change.Old is null ? '+' : change.New is null ? '-' : '~')}{change.Object.Metadata.Name}");
            _running = Informer.RunAsync(_stop.Token);
        }

        public Informer<ApiObject> Informer { get; }
        public ConcurrentQueue<string> Told { get; } = [];

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.WaitAsync(TimeSpan.FromMinutes(1));
            _stop.Dispose();
        }
    }
}
