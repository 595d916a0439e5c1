using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Apply;

public class ChildApplierTests
{
    private readonly MemoryCluster _cluster = new();
    private readonly ChildApplier _applier;
    private readonly V1ObjectMeta _owner;

    public ChildApplierTests()
    {
        _applier = new(_cluster, "reasonops", NullLogger<ChildApplier>.Instance);
        _owner = _cluster.Put(Job, Parent("p")).Metadata;
    }

    [Fact]
    public async Task A_child_is_made_and_a_pass_that_changes_nothing_sends_nothing()
    {
        var made = await ApplyAsync(Map("c", "1", _owner), null);
        Assert.Equal(ApplyAction.Created, made.Action);
        Assert.Equal(Drift.Hash(Map("c", "1", _owner)), made.Live.Metadata.Annotations![Drift.Annotation]);
        Assert.Equal(ApplyAction.Unchanged, (await ApplyAsync(Map("c", "1", _owner), made.Live)).Action);
        Assert.Single(_cluster.Writes);
    }

    [Fact]
    public async Task A_changed_wish_and_a_changed_object_are_both_sent()
    {
        var live = (await ApplyAsync(Map("c", "1", _owner), null)).Live;
        live = (await ApplyAsync(Map("c", "2", _owner), live)).Live;
        Assert.Equal("2", live["data"].GetProperty("value").GetString());

        var edited = JsonObject.Create(live.Root)!;
        edited["data"]!["value"] = "by hand";
        var mended = await ApplyAsync(Map("c", "2", _owner), _cluster.Put(ConfigMap, edited));
        Assert.Equal(ApplyAction.Changed, mended.Action);
        Assert.Equal("2", mended.Live["data"].GetProperty("value").GetString());
    }

    [Fact]
    public async Task What_somebody_adds_is_left_alone()
    {
        var edited = JsonObject.Create((await ApplyAsync(Map("c", "1", _owner), null)).Live.Root)!;
        edited["data"]!["added"] = "x";
        edited["metadata"]!["labels"] = new JsonObject { ["team"] = "a" };
        Assert.Equal(ApplyAction.Unchanged, (await ApplyAsync(Map("c", "1", _owner), _cluster.Put(ConfigMap, edited))).Action);
    }

    [Fact]
    public async Task A_wish_that_is_dropped_is_sent_though_the_object_still_holds_the_rest()
    {
        var more = Map("c", "1", _owner);
        more["data"]!["extra"] = "x";
        var live = (await ApplyAsync(more, null)).Live;
        Assert.Equal(ApplyAction.Changed, (await ApplyAsync(Map("c", "1", _owner), live)).Action);
    }

    [Fact]
    public async Task A_cache_that_lags_costs_no_second_write()
    {
        var first = (await ApplyAsync(Map("c", "1", _owner), null)).Live;
        Assert.Equal(ApplyAction.Unchanged, (await ApplyAsync(Map("c", "1", _owner), null)).Action);
        await ApplyAsync(Map("c", "2", _owner), first);
        Assert.Equal(ApplyAction.Unchanged, (await ApplyAsync(Map("c", "2", _owner), first)).Action);
        Assert.Equal(2, _cluster.Writes.Count());

        var edited = JsonObject.Create(first.Root)!;
        edited["data"]!["value"] = "by hand";
        Assert.Equal(ApplyAction.Changed, (await ApplyAsync(Map("c", "2", _owner), _cluster.Put(ConfigMap, edited))).Action);
    }

    [Fact]
    public async Task A_stranger_of_that_name_is_left_alone_and_named()
    {
        _cluster.Put(ConfigMap, Map("c", "precious"));
        var refused = await Assert.ThrowsAsync<ChildConflictException>(() => ApplyAsync(Map("c", "1", _owner), null));
        Assert.Equal("ConfigMap a/c exists already and belongs to nobody; rename or delete it", refused.Message);

        var other = _cluster.Put(Job, Parent("other")).Metadata;
        var theirs = _cluster.Put(ConfigMap, Map("d", "precious", other));
        refused = await Assert.ThrowsAsync<ChildConflictException>(() => ApplyAsync(Map("d", "1", _owner), theirs));
        Assert.Contains("belongs to Job other", refused.Message);
        Assert.Empty(_cluster.Writes);
    }

    [Fact]
    public async Task An_orphan_that_was_once_applied_is_adopted()
    {
        var orphan = Map("c");
        orphan["metadata"]!["annotations"] = new JsonObject { [Drift.Annotation] = "0123456789abcdef" };
        _cluster.Put(ConfigMap, orphan);
        var adopted = await ApplyAsync(Map("c", "1", _owner), null);
        Assert.Equal(_owner.Uid, adopted.Live.Metadata.OwnerReferences!.Single().Uid);
    }

    [Fact]
    public async Task A_child_that_goes_is_waited_for()
    {
        var live = (await ApplyAsync(Map("c", "1", _owner), null)).Live;
        var going = live with { Metadata = live.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        Assert.Equal(ApplyAction.Unchanged, (await ApplyAsync(Map("c", "2", _owner), going)).Action);
    }

    [Fact]
    public async Task What_the_server_will_not_keep_is_sent_once_and_other_drift_still_is_mended()
    {
        var wish = Map("c", "1", _owner);
        wish["data"]!["refused"] = "mine";
        _cluster.Webhook = made => made["data"]!["refused"] = "theirs";
        var live = (await ApplyAsync(wish, null)).Live;
        Assert.Equal(ApplyAction.Unchanged, (await ApplyAsync(wish, live)).Action);
        Assert.Single(_cluster.Writes);

        var edited = JsonObject.Create(live.Root)!;
        edited["data"]!["value"] = "by hand";
        Assert.Equal(ApplyAction.Changed, (await ApplyAsync(wish, _cluster.Put(ConfigMap, edited))).Action);
    }

    private Task<Applied> ApplyAsync(JsonObject desired, ApiObject? live) => _applier.ApplyAsync(ConfigMap, desired, live, default);
}
