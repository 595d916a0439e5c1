using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Informers;

public sealed class InformerTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly MemoryCluster _cluster = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _told = [];
    private Task _running = Task.CompletedTask;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
        _stop.Dispose();
    }

    [Fact]
    public async Task It_lists_in_pages_and_then_watches()
    {
        for (var i = 0; i < 5; i++) _cluster.Put(ConfigMap, Map($"m{i}"));
        var informer = Start(new() { Select = new(Limit: 2) });
        await informer.Synced;
        Assert.Equal(5, informer.All.Count);

        _cluster.Put(ConfigMap, Map("m1", "2"));
        _cluster.Put(ConfigMap, Map("new"));
        _cluster.Remove(ConfigMap, Key("m0"));
        await Told("+m0", "+m1", "+m2", "+m3", "+m4", "~m1", "+new", "-m0");
        Assert.Equal("2", informer.Get(Key("m1"))!["data"].GetProperty("value").GetString());
        Assert.Null(informer.Get(Key("m0")));
        Assert.Equal(["LIST configmaps", "WATCH configmaps"], _cluster.Requests);
    }

    [Fact]
    public async Task A_cut_watch_goes_on_where_it_was()
    {
        var informer = Start();
        await Watching();
        _cluster.Put(ConfigMap, Map("a"));
        await Told("+a");
        _cluster.CutWatches(new IOException("cut"));
        _cluster.Put(ConfigMap, Map("b"));
        await Told("+a", "+b");
        Assert.DoesNotContain("LIST configmaps", _cluster.Requests.Skip(1));
        Assert.Null(informer.Fault);
    }

    [Fact]
    public async Task A_bookmark_moves_on_where_a_watch_begins_again()
    {
        Start();
        await Watching();
        _cluster.Put(ConfigMap, Map("a"));
        _cluster.Compact();
        _cluster.Bookmark(ConfigMap);
        _cluster.Put(ConfigMap, Map("b"));
        await Told("+a", "+b");
        _cluster.CutWatches();
        await Watching();
        Assert.Single(_cluster.Requests, "LIST configmaps");
    }

    [Fact]
    public async Task What_was_missed_before_a_410_is_told_after_it()
    {
        var kept = _cluster.Put(ConfigMap, Map("kept"));
        _cluster.Put(ConfigMap, Map("changed"));
        _cluster.Put(ConfigMap, Map("deleted"));
        _cluster.Put(ConfigMap, Map("recreated"));
        var informer = Start();
        await Watching();

        _cluster.Fault = _ => new IOException("down");
        _cluster.CutWatches(new IOException("down"));
        _cluster.Put(ConfigMap, Map("changed", "2"));
        _cluster.Remove(ConfigMap, Key("deleted"));
        _cluster.Remove(ConfigMap, Key("recreated"));
        _cluster.Put(ConfigMap, Map("recreated"));
        _cluster.Compact();
        _cluster.Fault = _ => null;
        await Told("+kept", "+changed", "+deleted", "+recreated", "~changed", "-recreated", "+recreated", "-deleted");
        Assert.Equal(kept, informer.Get(Key("kept")), (left, right) => left!.Metadata.Uid == right!.Metadata.Uid);
        Assert.Equal(3, informer.All.Count);
    }

    [Fact]
    public async Task A_silent_watch_is_left_for_a_new_list()
    {
        Start(new() { Silence = TimeSpan.FromMinutes(6) });
        _cluster.Put(ConfigMap, Map("a"));
        await Watching();
        await Told("+a");
        _time.Advance(TimeSpan.FromMinutes(5));
        _cluster.Put(ConfigMap, Map("b")); // heard: the silence begins anew
        await Told("+a", "+b");
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(_cluster.Requests, "LIST configmaps");

        _cluster.RemoveUnseen(ConfigMap, Key("a"));
        _time.Advance(TimeSpan.FromMinutes(2));
        await Told("+a", "+b", "-a");
    }

    [Fact]
    public async Task A_quiet_watch_that_is_cut_each_minute_is_resumed_without_growing_delays()
    {
        Start();
        await Watching();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            _cluster.CutWatches(new IOException("idle"));
            var cut = _time.GetUtcNow();
            await Watching();
            Assert.InRange(_time.GetUtcNow() - cut, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
    }

    [Theory]
    [InlineData("LIST")]
    [InlineData("WATCH")]
    public async Task A_server_that_fails_just_when_it_is_stopped_is_no_failure(string verb)
    {
        _cluster.Fault = request =>
        {
            if (!request.StartsWith(verb, StringComparison.Ordinal)) return null;
            _stop.Cancel();
            return MemoryCluster.Status(HttpStatusCode.InternalServerError, "InternalError");
        };
        Start();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_event_that_got_lost_is_made_up_for_by_the_next_list()
    {
        Start(new() { Relist = TimeSpan.FromMinutes(30) });
        await Watching();
        _cluster.Put(ConfigMap, Map("a"));
        await Told("+a");
        _cluster.RemoveUnseen(ConfigMap, Key("a"));
        for (var minute = 0; minute < 26; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            if (minute % 5 == 0) _cluster.CutWatches(); // a watch's end does not put it off
            await Watching();
            _cluster.Put(ConfigMap, Map("b", $"{minute}"));
            await Until.True(() => _told.Count == minute + 2, "an event");
        }
        Assert.Single(_cluster.Requests, "LIST configmaps");
        Assert.DoesNotContain("-a", _told);
        _time.Advance(TimeSpan.FromMinutes(5)); // silence would be told after six
        _cluster.Put(ConfigMap, Map("b", "heard"));
        _time.Advance(TimeSpan.FromMinutes(2));
        await Until.True(() => _told.Contains("-a"), "the delete");
        Assert.Equal(2, _cluster.Requests.Count(request => request == "LIST configmaps"));
    }

    [Fact]
    public async Task Events_that_repeat_or_go_back_change_nothing()
    {
        var old = _cluster.Put(ConfigMap, Map("a"));
        var informer = Start();
        await Watching();
        var @new = _cluster.Put(ConfigMap, Map("a", "2"));
        _cluster.Send(ConfigMap, WatchEventType.Modified, @new);
        _cluster.Send(ConfigMap, WatchEventType.Modified, old);
        _cluster.Send(ConfigMap, WatchEventType.Deleted, old);
        _cluster.Remove(ConfigMap, Key("a"));
        _cluster.Send(ConfigMap, WatchEventType.Added, @new); // an echo of the dead
        _cluster.Put(ConfigMap, Map("b"));
        await Told("+a", "~a", "-a", "+b");
        Assert.Equal(["b"], informer.All.Select(map => map.Metadata.Name!));
    }

    [Fact]
    public async Task An_object_made_anew_under_a_name_is_told_as_deleted_and_added()
    {
        _cluster.Put(ConfigMap, Map("a"));
        Start();
        await Watching();
        _cluster.RemoveUnseen(ConfigMap, Key("a"));
        _cluster.Put(ConfigMap, Map("a"));
        await Told("+a", "-a", "+a");
    }

    [Fact]
    public async Task Faults_are_waited_out_with_growing_delays_and_shown()
    {
        _cluster.Fault = _ => new KubernetesException(HttpStatusCode.Forbidden, "Forbidden", "configmaps is forbidden");
        var informer = Start();
        var set = new InformerSet(informer);
        await Until.True(() => informer.Fault is not null, "a fault");
        Assert.Equal(["v1 ConfigMap (configmaps is forbidden)"], set.NotSynced);

        for (var i = 0; i < 1000 && _cluster.Requests.Count < 9; i++) await Settle(TimeSpan.FromMilliseconds(250));
        var tries = _cluster.Requests.Count;
        _time.Advance(TimeSpan.FromSeconds(10)); // by now a delay is over 15 s
        Assert.InRange(_cluster.Requests.Count - tries, 0, 1);
        _cluster.Fault = _ => null;
        await Until.True(() => informer.HasSynced, "a list", () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Empty(set.NotSynced);
    }

    [Fact]
    public async Task A_server_that_ends_each_watch_at_once_is_not_asked_without_pause()
    {
        Start();
        await Watching();
        _cluster.CutWatches();
        await Until.True(() => _time.Timers > 1, "a delay");
        Assert.Equal(2, _cluster.Requests.Count);
        await Watching();
        Assert.Equal(["LIST configmaps", "WATCH configmaps", "WATCH configmaps"], _cluster.Requests);
    }

    [Fact]
    public async Task A_handler_that_throws_stops_neither_the_loop_nor_other_handlers()
    {
        var informer = Make(new());
        informer.Changed += _ => throw new InvalidOperationException("a poor handler");
        Begin(informer);
        await Watching();
        _cluster.Put(ConfigMap, Map("a"));
        _cluster.Put(ConfigMap, Map("b"));
        await Told("+a", "+b");
    }

    [Fact]
    public async Task Owners_and_labels_are_indexed()
    {
        var parent = _cluster.Put(Job, Parent("p"));
        _cluster.Put(ConfigMap, Map("a", owner: parent.Metadata, labels: ("app", "x")));
        _cluster.Put(ConfigMap, Map("b", labels: ("app", "x")));
        var informer = Start(new() { Labels = ["app"] });
        await Watching();
        Assert.Equal(["a"], informer.OwnedBy(parent.Metadata.Uid!).Select(map => map.Metadata.Name!));
        Assert.Equal(2, informer.WithLabel("app", "x").Count);
        Assert.Same(informer.WithLabel("app", "x"), informer.WithLabel("app", "x"));

        var before = informer.WithLabel("app", "x");
        _cluster.Put(ConfigMap, Map("a", labels: ("app", "y")));
        await Told("+a", "+b", "~a");
        Assert.Empty(informer.OwnedBy(parent.Metadata.Uid!));
        Assert.Equal(["b"], informer.WithLabel("app", "x").Select(map => map.Metadata.Name!));
        Assert.Equal(2, before.Count);
        Assert.Throws<ArgumentException>(() => informer.WithLabel("other", "x"));
    }

    [Fact]
    public async Task What_is_kept_can_be_transformed()
    {
        _cluster.Put(ConfigMap, Map("a", labels: ("app", "x")));
        var informer = Start(new() { Transform = map => map with { Metadata = map.Metadata with { Labels = null } } });
        await informer.Synced;
        Assert.Null(informer.All.Single().Metadata.Labels);
    }

    [Fact]
    public async Task A_resync_tells_everything_again_from_the_cache()
    {
        _cluster.Put(ConfigMap, Map("a"));
        Start(new() { Resync = TimeSpan.FromMinutes(1), Silence = TimeSpan.FromHours(1) });
        await Watching();
        _time.Advance(TimeSpan.FromMinutes(1));
        await Told("+a", "~a");
        Assert.Equal(2, _cluster.Requests.Count);
    }

    [Fact]
    public async Task A_set_says_what_is_not_synced_in_time()
    {
        var set = new InformerSet(Make(new()));
        var waiting = set.WaitForSyncAsync(TimeSpan.FromMinutes(1), _time, _stop.Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("v1 ConfigMap", (await Assert.ThrowsAsync<TimeoutException>(() => waiting)).Message);
    }

    [Fact]
    public async Task A_storm_of_cuts_410s_and_500s_ends_with_what_the_server_has()
    {
        var random = new Random(7);
        var informer = Make(new());
        var mirror = new ConcurrentDictionary<string, string>();
        informer.Changed += change =>
        {
            if (change.New is { } map) mirror[map.Metadata.Name!] = map.Metadata.Uid!;
            else mirror.TryRemove(change.Old!.Metadata.Name!, out _);
        };
        Begin(informer);
        for (var i = 0; i < 2000; i++)
        {
            var name = $"m{random.Next(20)}";
            if (random.Next(3) == 0) _cluster.Remove(ConfigMap, Key(name));
            else _cluster.Put(ConfigMap, Map(name, $"{i}"));
            if (random.Next(50) == 0) _cluster.CutWatches(new IOException("cut"));
            if (random.Next(50) == 0) _cluster.Compact();
            _cluster.Fault = random.Next(4) == 0 ? _ => MemoryCluster.Status(HttpStatusCode.InternalServerError, "InternalError") : _ => null;
            if (random.Next(20) == 0) await Settle(TimeSpan.FromSeconds(5));
        }
        _cluster.Fault = _ => null;
        string[] Server() => [.. _cluster.All(ConfigMap).Select(map => map.Metadata.Uid!).Order()];
        await Until.True(() => Server().SequenceEqual(informer.All.Select(map => map.Metadata.Uid!).Order()), "the cache", () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(Server(), mirror.Values.Order());
    }

    private Informer<ApiObject> Make(InformerOptions<ApiObject> options) =>
        new(_cluster, ConfigMap, options, _time, NullLogger<Informer<ApiObject>>.Instance);

    private Informer<ApiObject> Start(InformerOptions<ApiObject>? options = null)
    {
        var informer = Make(options ?? new());
        Begin(informer);
        return informer;
    }

    private void Begin(Informer<ApiObject> informer)
    {
        informer.Changed += change => _told.Enqueue($"{(change.Old is null ? '+' : change.New is null ? '-' : '~')}{change.Object.Metadata.Name}");
        _running = informer.RunAsync(_stop.Token);
    }

    private Task Watching() => Until.True(() => _cluster.Watchers > 0, "a watch", () => _time.Advance(TimeSpan.FromMilliseconds(100)));

    private async Task Told(params string[] expected)
    {
        await Until.True(() => _told.Count >= expected.Length, $"told {string.Join(' ', expected)}", () => _time.Advance(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(expected, _told);
    }

    /// <summary>Moves the clock and lets the loop go as far as it comes.</summary>
    private async Task Settle(TimeSpan by)
    {
        _time.Advance(by);
        for (var i = 0; i < 20; i++) await Task.Yield();
    }
}
