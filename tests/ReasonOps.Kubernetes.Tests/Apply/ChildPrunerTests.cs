using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Apply;

public class ChildPrunerTests
{
    private readonly MemoryCluster _cluster = new();

    [Fact]
    public async Task Only_own_children_that_are_not_desired_go()
    {
        var owner = _cluster.Put(Job, Parent("p")).Metadata;
        var other = _cluster.Put(Job, Parent("q")).Metadata;
        _cluster.Put(ConfigMap, Map("kept", owner: owner));
        _cluster.Put(ConfigMap, Map("stale", owner: owner));
        _cluster.Put(ConfigMap, Map("theirs", owner: other));
        _cluster.Put(ConfigMap, Map("free"));
        var pruned = await PruneAsync(owner, _cluster.All(ConfigMap));
        Assert.Equal(["stale"], pruned.Select(map => map.Metadata.Name!));
        Assert.Equal(["DELETE configmaps a/stale"], _cluster.Writes);
    }

    [Fact]
    public async Task What_goes_already_is_not_deleted_again_and_a_namesake_that_came_since_is_spared()
    {
        var owner = _cluster.Put(Job, Parent("p")).Metadata;
        var going = _cluster.Put(ConfigMap, Map("going", owner: owner));
        going = going with { Metadata = going.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        var replaced = _cluster.Put(ConfigMap, Map("replaced", owner: owner));
        _cluster.Remove(ConfigMap, Key("replaced"));
        _cluster.Put(ConfigMap, Map("replaced"));
        Assert.Empty(await PruneAsync(owner, [going, replaced]));
        Assert.NotNull(_cluster.Find(ConfigMap, Key("replaced")));
        Assert.NotNull(_cluster.Find(ConfigMap, Key("going")));
    }

    [Fact]
    public async Task A_conflict_over_one_that_is_still_there_is_a_failure()
    {
        var owner = _cluster.Put(Job, Parent("p")).Metadata;
        var stale = _cluster.Put(ConfigMap, Map("stale", owner: owner));
        _cluster.Fault = request => request.StartsWith("DELETE", StringComparison.Ordinal) ? MemoryCluster.Status(HttpStatusCode.Conflict, "Conflict") : null;
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => PruneAsync(owner, [stale]))).IsConflict);
    }

    private Task<IReadOnlyList<ApiObject>> PruneAsync(V1ObjectMeta owner, IEnumerable<ApiObject> cached) =>
        new ChildPruner(_cluster, NullLogger<ChildPruner>.Instance).PruneAsync(
            owner.Uid!, cached.Select(live => (ConfigMap, live)), (_, live) => live.Metadata.Name == "kept", default);
}
