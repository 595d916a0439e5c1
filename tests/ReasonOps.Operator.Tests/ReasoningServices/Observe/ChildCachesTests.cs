using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Observe;

public sealed class ChildCachesTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Fact]
    public async Task A_kind_that_comes_later_counts_when_it_can_be_read_and_its_children_are_made()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        await using var bench = await Workbench.OpenAsync(plane);
        await bench.ApplyAsync(Manifests.Service(more: "monitoring: {podMonitor: true}"));
        var changes = 0;
        bench.Caches.KindsChanged += () => Interlocked.Increment(ref changes);
        await bench.PassAsync("math");
        Assert.DoesNotContain(bench.Client.Writes, write => write.Contains("PodMonitor", StringComparison.Ordinal));

        // Discovered, and yet not there to be read: as one that RBAC keeps from us.
        var served = bench.Caches.Served;
        await bench.Caches.FollowAsync(served with { Kinds = served.Kinds.Append(PodMonitors.Kind).ToHashSet() });
        Assert.DoesNotContain(PodMonitors.Kind, bench.Caches.Served.Kinds);
        await bench.PassAsync("math");
        Assert.DoesNotContain(bench.Client.Writes, write => write.Contains("PodMonitor", StringComparison.Ordinal));

        await plane.Kubectl.ApplyAsync(PodMonitors.Definition);
        await Until.TrueAsync("it is read", () => bench.Caches.Served.Kinds.Contains(PodMonitors.Kind) && changes == 1);
        await bench.PassAsync("math");
        Assert.Contains("apply PodMonitor math", bench.Client.Writes);

        // A group version that does not answer just now is not one that is gone.
        await bench.Caches.FollowAsync(served with { Unread = new HashSet<string> { "monitoring.coreos.com/v1" } });
        Assert.Contains(PodMonitors.Kind, bench.Caches.Served.Kinds);
        await bench.Caches.FollowAsync(served);
        Assert.DoesNotContain(PodMonitors.Kind, bench.Caches.Served.Kinds);
        Assert.Equal(2, changes);
        bench.Client.Forget();
        await bench.PassAsync("math");
        Assert.DoesNotContain(bench.Client.Writes, write => write.StartsWith("delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_what_is_labelled_ours_is_held_and_found_by_its_owner()
    {
        await using var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Service());
        await bench.KubectlAsync("create", "configmap", "unrelated");
        await bench.KubectlAsync("create", "service", "clusterip", "unrelated", "--tcp=80");
        await bench.PassAsync("math");
        await bench.CaughtUpAsync("math");
        var service = await bench.GetAsync("math");
        var kinds = bench.Caches.OwnedBy(service.Metadata.Uid!).Select(child => child.Type.Kind).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["Deployment", "NetworkPolicy", "PodDisruptionBudget", "Secret", "Service", "ServiceAccount"], kinds);
        Assert.DoesNotContain(bench.Caches.OwnedBy(service.Metadata.Uid!), child => child.Live.Metadata.Name == "unrelated");
        Assert.Empty(bench.Caches.OwnedBy("somebody-else"));
    }

    [Fact]
    public async Task Pods_are_found_by_their_service_in_its_own_namespace()
    {
        await using var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, labels: {app.kubernetes.io/managed-by: reasonops, reasonops.io/service: math}}
            spec: {containers: [{name: x, image: x}], automountServiceAccountToken: false}
            """);
        await Until.TrueAsync("it is seen", () => bench.Caches.PodsOf(bench.Owner("math")).Count() == 1);
        var pod = bench.Caches.PodsOf(bench.Owner("math")).Single();
        Assert.Equal("Pending", pod["status"].GetProperty("phase").GetString());
        Assert.Equal(default, pod["spec"].ValueKind);
        Assert.Empty(bench.Caches.PodsOf(new(OwnerKind.Service, new("elsewhere", "math"))));
        Assert.Empty(bench.Caches.PodsOf(bench.Owner("other")));
    }
}
