using System.Net;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Controllers;

public class FinalizationTests
{
    private readonly Drain _drain = new();

    [Fact]
    public async Task A_finalizer_is_added_before_the_first_pass_and_only_once()
    {
        await using var harness = new Harness(_drain);
        harness.Job("a");
        harness.Reconcile = (entity, _) =>
        {
            Assert.Equal(["reasonops.io/drain"], harness.Cluster.Find(Job, Key("a"))!.Metadata.Finalizers!);
            return Task.FromResult(ReconciliationResult<ApiObject>.Success(entity));
        };
        harness.Run();
        await harness.PassedAsync("a", "a"); // the second since its metadata changed
        Assert.Equal(["PATCH jobs a/a"], harness.Cluster.Writes);
    }

    [Fact]
    public async Task A_deleted_object_goes_once_finalized_and_gets_no_more_passes()
    {
        await using var harness = new Harness(_drain);
        harness.Job("a");
        harness.Run();
        await harness.PassedAsync("a", "a");
        _drain.Do = (_, _) => Task.FromResult<string?>(_drain.Calls < 3 ? "chains still run" : null);
        harness.Cluster.Remove(Job, Key("a"));
        await harness.PassedAsync(TimeSpan.FromSeconds(1), "a", "a", "-a");
        Assert.Equal(3, _drain.Calls);
        Assert.Null(harness.Cluster.Find(Job, Key("a")));
    }

    [Fact]
    public async Task Finalizers_that_others_add_and_keep_meanwhile_survive()
    {
        await using var harness = new Harness(_drain);
        harness.Job("a");
        void RaceOnce(string other)
        {
            var raced = 0;
            harness.Cluster.Fault = request =>
            {
                if (!request.StartsWith("PATCH", StringComparison.Ordinal) || Interlocked.Increment(ref raced) > 1) return null;
                var job = JsonObject.Create(harness.Cluster.Find(Job, Key("a"))!.Root)!;
                var others = job["metadata"]!["finalizers"] as JsonArray ?? [];
                job["metadata"]!["finalizers"] = new JsonArray([.. others.Select(name => name!.DeepClone()), other]);
                harness.Cluster.Put(Job, job);
                return null;
            };
        }

        IReadOnlyList<string> Finalizers() => harness.Cluster.Find(Job, Key("a"))!.Metadata.Finalizers ?? [];
        RaceOnce("others/early");
        harness.Run();
        await Until.True(() => Finalizers().Count == 2, "both finalizers");
        Assert.Equal(["others/early", "reasonops.io/drain"], Finalizers());
        await Until.True(() => harness.Jobs.Get(Key("a"))!.Metadata.Finalizers?.Count == 2 && harness.Loop.Waiting == 0, "rest");
        RaceOnce("others/late");
        harness.Cluster.Remove(Job, Key("a"));
        await Until.True(() => Finalizers().SequenceEqual(["others/early", "others/late"]), "ours to go");
    }

    [Fact]
    public async Task After_its_deadline_an_object_goes_finalized_or_not()
    {
        await using var harness = new Harness(_drain);
        harness.Job("a");
        harness.Run();
        await harness.PassedAsync("a", "a");
        var tokens = 0;
        _drain.Do = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => tokens++, TaskScheduler.Default);
            throw new OperationCanceledException(token);
        };
        harness.Cluster.DeletedAt = harness.Time.GetUtcNow;
        var began = harness.Time.GetUtcNow();
        harness.Cluster.Remove(Job, Key("a"));
        await Until.True(() => _drain.Calls == 1, "a finalization");
        await harness.PassedAsync(TimeSpan.FromSeconds(1), "a", "a", "-a");
        Assert.True(harness.Time.GetUtcNow() - began >= _drain.Deadline);
        Assert.True(tokens > 0);
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_again_and_holds_up_no_worker()
    {
        await using var harness = new Harness(_drain);
        harness.Job("a");
        harness.Run();
        await harness.PassedAsync("a", "a");
        harness.Cluster.Fault = request => request.StartsWith("PATCH jobs a/a", StringComparison.Ordinal)
            ? MemoryCluster.Status(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable") : null;
        harness.Cluster.Remove(Job, Key("a"));
        await Until.True(() => _drain.Calls > 2, "tries", () => harness.Time.Advance(TimeSpan.FromSeconds(1)));
        harness.Job("b");
        await Until.True(() => harness.Passes.Contains("b"), "the other's pass");
        harness.Cluster.Fault = _ => null;
        await Until.True(() => harness.Passes.Contains("-a"), "its end", () => harness.Time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task What_others_finalize_is_left_to_them()
    {
        await using var harness = new Harness();
        var job = Parent("a");
        job["metadata"]!["finalizers"] = new JsonArray("others/keep");
        harness.Cluster.Put(Job, job);
        harness.Cluster.Remove(Job, Key("a"));
        harness.Run();
        harness.Job("b");
        await harness.PassedAsync("b");
        Assert.Empty(harness.Cluster.Writes);
    }

    private sealed class Drain : IEntityFinalizer<ApiObject>
    {
        public string Identifier => "reasonops.io/drain";
        public TimeSpan Deadline => TimeSpan.FromSeconds(40);
        public int Calls { get; private set; }
        public Func<ApiObject, CancellationToken, Task<string?>> Do { get; set; } = (_, _) => Task.FromResult<string?>(null);

        public async Task<ReconciliationResult<ApiObject>> FinalizeAsync(ApiObject entity, CancellationToken cancellation)
        {
            Calls++;
            return await Do(entity, cancellation) is { } error
                ? ReconciliationResult<ApiObject>.Failure(entity, error)
                : ReconciliationResult<ApiObject>.Success(entity);
        }
    }
}
