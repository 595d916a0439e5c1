using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Informers;

public sealed partial class InformerTests : IAsyncLifetime, IAsyncDisposable
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
        await _running.WaitAsync(TimeSpan.FromMinutes(1));
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
    public async Task Events_that_repeat_or_go_back_change_nothing()
    {
        var old = _cluster.Put(ConfigMap, Map("a"));
        var informer = Start();
        await Watching();
        var @new = _cluster.Put(ConfigMap, Map("a", "2"));
        _cluster.Send(ConfigMap, WatchEventType.Modified, @new);
        _cluster.Send(ConfigMap, WatchEventType.Modified, old);
        _cluster.Send(ConfigMap, WatchEventType.Deleted, old);
        _cluster.Put(ConfigMap, Map("a", "3"));
        _cluster.Remove(ConfigMap, Key("a"));
        _cluster.Send(ConfigMap, WatchEventType.Added, @new); // an echo of the dead
        _cluster.Put(ConfigMap, Map("b"));
        await Told("+a", "~a", "~a", "-a", "+b");
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
