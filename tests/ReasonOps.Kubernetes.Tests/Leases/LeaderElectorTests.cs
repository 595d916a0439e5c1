using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Leases;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Leases;

public class LeaderElectorTests
{
    private static readonly EntityType Leases = EntityType.Of<V1Lease>();

    /// <summary>Longer than is usual, so that a slow machine is not taken for two leaders.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly MemoryCluster _cluster = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_first_leads_and_renews_and_gives_the_lease_back_on_stopping()
    {
        using var one = Start("one");
        await one.Leads();
        var acquired = await LeaseAsync();
        Assert.Equal(("one", 60, 0), (acquired.HolderIdentity, acquired.LeaseDurationSeconds, acquired.LeaseTransitions));
        await UntilAsync(async () => (await LeaseAsync()).RenewTime > acquired.RenewTime + TimeSpan.FromSeconds(30));
        Assert.Equal(acquired.AcquireTime, (await LeaseAsync()).AcquireTime);
        Assert.DoesNotContain(_cluster.Requests.Skip(10), request => request.StartsWith("GET", StringComparison.Ordinal) && request != "GET leases ns/lock");

        await one.StopAsync();
        Assert.True(one.Stopped);
        Assert.Equal(("", 1), ((await LeaseAsync()).HolderIdentity, (await LeaseAsync()).LeaseDurationSeconds));
    }

    [Fact]
    public async Task A_second_waits_while_the_first_renews_and_takes_over_at_once_when_it_stops()
    {
        using var one = Start("one");
        await one.Leads();
        using var two = Start("two");
        for (var i = 0; i < 60; i++) await TickAsync(TimeSpan.FromSeconds(1));
        Assert.False(two.Elector.IsLeader);
        await one.StopAsync();
        var stopped = _time.GetUtcNow();
        await two.Leads();
        Assert.True(_time.GetUtcNow() - stopped < TimeSpan.FromSeconds(10));
        Assert.Equal(1, (await LeaseAsync()).LeaseTransitions);
        await two.StopAsync();
    }

    [Fact]
    public async Task A_dead_leaders_lease_runs_out_by_our_clock_whatever_it_says()
    {
        var ahead = _time.GetUtcNow().AddHours(1); // the dead one's clock
        _cluster.Put(Leases, $$$"""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "lock", "namespace": "ns"},
             "spec": {"holderIdentity": "dead", "leaseDurationSeconds": 30, "renewTime": "{{{ahead.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}}}Z"}}
            """);
        var began = _time.GetUtcNow();
        using var one = Start("one");
        await one.Leads();
        Assert.InRange(_time.GetUtcNow() - began, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40));
        await one.StopAsync();
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_before_another_may_begin()
    {
        using var one = Start("one");
        await one.Leads();
        _cluster.Fault = _ => MemoryCluster.Status(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
        var cut = _time.GetUtcNow();
        while (!one.Stopped && _time.GetUtcNow() - cut < Lease) await TickAsync(TimeSpan.FromSeconds(1));
        Assert.True(one.Stopped);
        await Assert.ThrowsAsync<LeadershipLostException>(() => one.Running.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.False(one.Elector.IsLeader);
        _cluster.Fault = _ => null;
        Assert.Equal("one", (await LeaseAsync()).HolderIdentity);
    }

    [Fact]
    public async Task A_stolen_lease_is_noticed_with_the_next_renewal()
    {
        using var one = Start("one");
        await one.Leads();
        var lease = (await _cluster.GetAsync<V1Lease>(Leases, "ns", "lock", default))!;
        await _cluster.ReplaceAsync(Leases, lease with { Spec = lease.Spec! with { HolderIdentity = "thief" } }, default);
        await Until.True(() => _time.Timers == 1, "the wait for the next renewal");
        _time.Advance(TimeSpan.FromSeconds(2));
        await Until.True(() => one.Stopped, "a stop");
        Assert.Contains("thief", (await Assert.ThrowsAsync<LeadershipLostException>(() => one.Running.WaitAsync(TimeSpan.FromMinutes(1)))).Message);
        Assert.Equal("thief", (await LeaseAsync()).HolderIdentity);
    }

    [Fact]
    public async Task A_lease_that_somebody_edits_or_deletes_is_kept()
    {
        using var one = Start("one");
        await one.Leads();
        var lease = (await _cluster.GetAsync<V1Lease>(Leases, "ns", "lock", default))!;
        await _cluster.ReplaceAsync(Leases, lease with { Metadata = lease.Metadata with { Labels = new Dictionary<string, string> { ["a"] = "b" } } }, default);
        await UntilAsync(async () => (await LeaseAsync()).RenewTime > lease.Spec!.RenewTime);
        _cluster.Remove(Leases, new("ns", "lock"));
        await UntilAsync(async () => await _cluster.GetAsync<V1Lease>(Leases, "ns", "lock", default) is not null);
        Assert.True(one.Elector.IsLeader);
        await one.StopAsync();
    }

    [Fact]
    public async Task A_lease_of_another_version_that_is_still_ours_is_released()
    {
        using var one = Start("one");
        await one.Leads();
        // As a renewal leaves it whose answer never came.
        var lease = (await _cluster.GetAsync<V1Lease>(Leases, "ns", "lock", default))!;
        await _cluster.ReplaceAsync(Leases, lease with { Spec = lease.Spec! with { RenewTime = _time.GetUtcNow() } }, default);
        await one.StopAsync();
        Assert.Equal("", (await LeaseAsync()).HolderIdentity);
    }

    [Fact]
    public async Task What_leads_may_end_or_fail_of_itself_and_the_lease_is_released()
    {
        var elector = Elector("one");
        await elector.RunAsync(_ => Task.CompletedTask, default).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("", (await LeaseAsync()).HolderIdentity);
        await Assert.ThrowsAsync<InvalidOperationException>(() => elector.RunAsync(_ => throw new InvalidOperationException("broken"), default).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("", (await LeaseAsync()).HolderIdentity);
    }

    [Fact]
    public async Task While_what_leads_winds_down_the_lease_is_renewed()
    {
        var hold = new TaskCompletionSource();
        using var one = Start("one", hold.Task);
        await one.Leads();
        one.Cancel();
        var before = (await LeaseAsync()).RenewTime;
        await UntilAsync(async () => (await LeaseAsync()).RenewTime > before + TimeSpan.FromSeconds(20));
        Assert.Equal("one", (await LeaseAsync()).HolderIdentity);
        hold.SetResult();
        await one.StopAsync();
        Assert.Equal("", (await LeaseAsync()).HolderIdentity);
    }

    [Fact]
    public async Task Of_several_never_two_lead()
    {
        var random = new Random(5);
        var (leaders, leaderships) = (0, 0);
        var overlaps = 0;
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            for (var life = 0; !stop.IsCancellationRequested; life++)
            {
                try
                {
                    await Elector($"{number}.{life}").RunAsync(async token =>
                    {
                        Interlocked.Increment(ref leaderships);
                        if (Interlocked.Increment(ref leaders) > 1) Interlocked.Increment(ref overlaps);
                        await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
                        Interlocked.Decrement(ref leaders);
                    }, stop.Token);
                }
                catch (LeadershipLostException)
                {
                    // As a process would, it begins anew.
                }
            }
        })).ToList();
        for (var phase = 0; phase < 30; phase++)
        {
            _cluster.Fault = phase % 2 == 1 ? _ => new IOException("down") : _ => null;
            for (var left = random.Next(1, 25); left > 0; left--) await TickAsync(TimeSpan.FromSeconds(1));
        }
        await stop.CancelAsync();
        await Until.True(() => running.All(task => task.IsCompleted), "the ends", () => _time.Advance(TimeSpan.FromSeconds(1)));
        await Task.WhenAll(running);
        Assert.Equal(0, overlaps);
        Assert.InRange(leaderships, 3, 100);
    }

    [Fact]
    public void Times_that_cannot_work_are_refused() => Assert.Throws<ArgumentException>(() =>
        new LeaderElector(_cluster, new("ns", "lock", "one") { RenewDeadline = TimeSpan.FromSeconds(15) }, _time, NullLogger<LeaderElector>.Instance));

    private LeaderElector Elector(string identity) =>
        new(_cluster, new("ns", "lock", identity) { LeaseDuration = Lease }, _time, NullLogger<LeaderElector>.Instance, new Random(identity.Length));

    private Candidate Start(string identity, Task? hold = null) => new(Elector(identity), _time, hold ?? Task.CompletedTask);

    private async Task<V1LeaseSpec> LeaseAsync() => MemoryLease(await _cluster.GetAsync<V1Lease>(Leases, "ns", "lock", default));

    private static V1LeaseSpec MemoryLease(V1Lease? lease) => lease?.Spec ?? throw new InvalidOperationException("there is no lease");

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        var met = false;
        for (var i = 0; i < 2000 && !(met = await condition()); i++) await TickAsync(TimeSpan.FromMilliseconds(500));
        Assert.True(met);
    }

    /// <summary>Moves the clock and lets everybody go as far as they come.</summary>
    private async Task TickAsync(TimeSpan by)
    {
        _time.Advance(by);
        for (var (quiet, seen) = (0, -1); quiet < 3; quiet = seen == _cluster.Requests.Count ? quiet + 1 : 0)
        {
            seen = _cluster.Requests.Count;
            await Task.Delay(1);
        }
    }

    private sealed class Candidate : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ManualTime _time;

        public Candidate(LeaderElector elector, ManualTime time, Task hold)
        {
            (Elector, _time) = (elector, time);
            Running = elector.RunAsync(async token =>
            {
                await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
                await hold;
                Stopped = true;
            }, _stop.Token);
        }

        public LeaderElector Elector { get; }
        public Task Running { get; }
        public bool Stopped { get; private set; }

        public Task Leads() => Until.True(() => Elector.IsLeader, "leadership", () => _time.Advance(TimeSpan.FromMilliseconds(250)));

        public void Cancel() => _stop.Cancel();

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Running.WaitAsync(TimeSpan.FromMinutes(1));
        }

        public void Dispose() => _stop.Dispose();
    }
}
