using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Controllers;

public class ControllerLoopTests
{
    [Fact]
    public async Task Every_object_gets_a_pass_and_every_change_of_what_it_says_another()
    {
        await using var harness = new Harness();
        harness.Job("a");
        harness.Job("b");
        harness.Run();
        await harness.PassedAsync("a", "b");
        harness.Job("a", 2);
        await harness.PassedAsync("a", "b", "a");
        var labelled = JsonObject.Create(harness.Cluster.Find(Job, Key("a"))!.Root)!;
        labelled["metadata"]!["annotations"] = new JsonObject { ["reasonops.io/paused"] = "true" };
        harness.Cluster.Put(Job, labelled);
        await harness.PassedAsync("a", "b", "a", "a");
    }

    [Fact]
    public async Task A_change_of_status_alone_leads_to_no_pass()
    {
        await using var harness = new Harness();
        var job = JsonObject.Create(harness.Job("a").Root)!;
        harness.Run();
        await harness.PassedAsync("a");
        job["status"] = new JsonObject { ["occupancy"] = 0.7 };
        harness.Cluster.Put(Job, job);
        harness.Job("b");
        await harness.PassedAsync("a", "b");
    }

    [Fact]
    public async Task Passes_wait_for_all_caches_and_what_happened_before_the_run_is_no_debt()
    {
        await using var harness = new Harness();
        harness.Job("a");
        harness.Cluster.Fault = request => request.Contains("configmaps", StringComparison.Ordinal) ? new IOException("down") : null;
        harness.RunInformers();
        await harness.Jobs.Synced;
        harness.Job("gone");
        harness.Cluster.Remove(Job, Key("gone"));
        harness.Job("b");
        await Until.True(() => harness.Jobs.Get(Key("b")) is not null, "the standby");
        harness.Run(informers: false);
        Assert.Equal(0, harness.Loop.Waiting);
        harness.Cluster.Fault = _ => null;
        await harness.PassedAsync(TimeSpan.FromSeconds(1), "a", "b");
    }

    [Fact]
    public async Task A_childs_change_leads_to_a_pass_over_its_controller()
    {
        await using var harness = new Harness();
        var (a, b) = (harness.Job("a"), harness.Job("b"));
        harness.Run();
        await harness.PassedAsync("a", "b");
        harness.Cluster.Put(ConfigMap, Map("c", owner: a.Metadata));
        await harness.PassedAsync("a", "b", "a");
        harness.Cluster.Put(ConfigMap, Map("c", owner: b.Metadata)); // both are concerned
        await harness.PassedAsync("a", "b", "a", "a", "b");
        harness.Cluster.Remove(ConfigMap, Key("c"));
        await harness.PassedAsync("a", "b", "a", "a", "b", "b");
    }

    [Fact]
    public async Task A_namesakes_child_concerns_nobody_until_it_goes()
    {
        await using var harness = new Harness();
        var old = harness.Job("a");
        harness.Cluster.Remove(Job, Key("a"));
        harness.Job("a");
        harness.Run();
        await harness.PassedAsync("a");
        harness.Cluster.Put(ConfigMap, Map("c", owner: old.Metadata));
        harness.Cluster.Put(ConfigMap, Map("c", "2", old.Metadata));
        harness.Job("b");
        await harness.PassedAsync("a", "b");
        harness.Cluster.Remove(ConfigMap, Key("c"));
        await harness.PassedAsync("a", "b", "a");
    }

    [Theory]
    [InlineData("tests.reasonops.io/v2", "Job", true, true)]
    [InlineData("other.io/v1", "Job", true, false)]
    [InlineData("v1", "Job", true, false)]
    [InlineData("tests.reasonops.io/v1", "Jab", true, false)]
    [InlineData("tests.reasonops.io/v1", "Job", false, false)]
    public void An_owner_is_known_by_group_kind_and_being_the_controller(string apiVersion, string kind, bool controller, bool known)
    {
        var map = Map("c");
        map["metadata"]!["ownerReferences"] = new JsonArray(
            new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["name"] = "a", ["uid"] = "1", ["controller"] = controller });
        Assert.Equal(known ? [Key("a")] : [], OwnerKeys.Of(MemoryCluster.Read(map), Job, false, _ => "1"));
    }

    [Fact]
    public async Task Other_objects_are_mapped_to_keys()
    {
        await using var harness = new Harness();
        harness.Loop.Watch(harness.Maps, change => change.Object.Metadata.Name == "shared" ? harness.Jobs.All.Select(job => ObjectKey.Of(job)) : []);
        harness.Job("a");
        harness.Job("b");
        harness.Run();
        await harness.PassedAsync("a", "b");
        harness.Cluster.Put(ConfigMap, Map("shared"));
        await harness.PassedAsync("a", "b", "a", "b");
    }

    [Fact]
    public async Task A_failing_pass_comes_again_and_again_until_it_succeeds()
    {
        await using var harness = new Harness();
        harness.Job("a");
        var tries = 0;
        harness.Reconcile = (entity, _) => ++tries switch
        {
            > 20 => Task.FromResult(ReconciliationResult<ApiObject>.Success(entity)),
            var odd when odd % 2 == 1 => throw new InvalidOperationException("thrown"),
            _ => Task.FromResult(ReconciliationResult<ApiObject>.Failure(entity, "told")),
        };
        using var meter = new MeterListener();
        var (passes, retries) = (new List<string>(), 0L);
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, harness.Loop.Meter)) listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "reasonops.controller.retries") retries += value;
            if (instrument.Name == "reasonops.controller.reconciles") passes.Add($"{tags[1].Value}");
        });
        meter.Start();
        harness.Run();
        await harness.PassedAsync(TimeSpan.FromSeconds(2), [.. Enumerable.Repeat("a", 21)]);
        await Until.True(() => passes.Count == 21, "the last pass's end");
        Assert.Equal((20, "success"), (retries, passes[^1]));
        for (var i = 0; i < 100; i++) harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(21, tries);
    }

    [Fact]
    public async Task After_a_success_a_failure_is_a_first_one_again()
    {
        await using var harness = new Harness();
        harness.Job("a");
        var tries = 0;
        harness.Reconcile = (entity, _) => Task.FromResult(++tries is 7
            ? ReconciliationResult<ApiObject>.Success(entity)
            : ReconciliationResult<ApiObject>.Failure(entity, "not yet"));
        harness.Run();
        await harness.PassedAsync(TimeSpan.FromSeconds(2), [.. Enumerable.Repeat("a", 7)]);
        harness.Job("a", 2);
        await harness.PassedAsync([.. Enumerable.Repeat("a", 8)]);
        await Until.True(() => harness.Loop.Delayed == 1, "a delay");
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await harness.PassedAsync([.. Enumerable.Repeat("a", 9)]);
    }

    [Fact]
    public async Task Passes_over_one_object_do_not_overlap_and_a_change_meanwhile_leads_to_one_more()
    {
        await using var harness = new Harness();
        harness.Job("a");
        harness.Job("b");
        var hold = new TaskCompletionSource();
        harness.Reconcile = async (entity, _) =>
        {
            if (entity.Metadata.Name == "a") await hold.Task;
            return ReconciliationResult<ApiObject>.Success(entity);
        };
        harness.Run();
        await harness.PassedAsync("a", "b");
        harness.Job("a", 2);
        harness.Job("a", 3);
        harness.Job("b", 2);
        await harness.PassedAsync("a", "b", "b");
        hold.SetResult();
        await harness.PassedAsync("a", "b", "b", "a");
    }

    [Fact]
    public async Task A_pass_that_takes_too_long_is_ended_and_comes_again()
    {
        await using var harness = new Harness();
        harness.Job("a");
        var ended = 0;
        harness.Reconcile = async (entity, token) =>
        {
            if (ended > 0) return ReconciliationResult<ApiObject>.Success(entity);
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => ended++, TaskScheduler.Default);
            token.ThrowIfCancellationRequested();
            return ReconciliationResult<ApiObject>.Success(entity);
        };
        harness.Run();
        await harness.PassedAsync("a");
        await harness.PassedAsync(TimeSpan.FromSeconds(10), "a", "a");
        Assert.Equal(1, ended);
    }

    [Fact]
    public async Task A_pass_that_ignores_its_deadline_shows_as_hanging()
    {
        await using var harness = new Harness();
        harness.Job("a");
        var hold = harness.Hold();
        harness.Run();
        await harness.PassedAsync("a");
        harness.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(harness.Heartbeat.Late);
        harness.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Matches(@"^jobs worker [12]: at a/a for 91 s, longer than 90 s$", Assert.Single(harness.Heartbeat.Late));
        hold.SetResult();
        await Until.True(() => harness.Heartbeat.Late.Count == 0, "a rest");
    }

    [Fact]
    public async Task A_pass_may_ask_for_another_later()
    {
        await using var harness = new Harness();
        harness.Job("a");
        harness.Reconcile = (entity, _) => Task.FromResult(ReconciliationResult<ApiObject>.Success(entity, TimeSpan.FromMinutes(1)));
        harness.Run();
        await harness.PassedAsync("a");
        await Until.True(() => harness.Time.Timers > 0 && harness.Loop.Waiting == 0, "rest");
        harness.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(harness.Passes);
        await harness.PassedAsync(TimeSpan.FromSeconds(1), "a", "a");
    }

    [Fact]
    public async Task A_deletion_is_told_and_told_again_until_it_is_taken()
    {
        await using var harness = new Harness();
        harness.Job("a");
        var tries = 0;
        harness.Deleted = _ => ++tries < 3 ? ReconciliationResult<ApiObject>.Failure(null, "not yet") : ReconciliationResult<ApiObject>.Success(null);
        harness.Run();
        await harness.PassedAsync("a");
        harness.Cluster.Remove(Job, Key("a"));
        await harness.PassedAsync(TimeSpan.FromSeconds(1), "a", "-a", "-a", "-a");
    }

    [Fact]
    public async Task An_object_made_anew_is_told_as_deleted_before_its_first_pass()
    {
        await using var harness = new Harness();
        harness.Job("a");
        var hold = harness.Hold();
        harness.Run();
        await harness.PassedAsync("a");
        harness.Cluster.Remove(Job, Key("a"));
        harness.Job("a");
        harness.Job("b");
        await harness.PassedAsync("a", "b"); // by now the loop has heard of all
        hold.SetResult();
        await harness.PassedAsync("a", "b", "-a", "a");
        Assert.Equal(["a", "b", "-a", "a"], harness.Passes);
    }
}
