using System.Collections.Concurrent;
using System.Net;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Informers;

// What a server, or the way to it, does wrong.
public sealed partial class InformerTests
{
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
        await _running.WaitAsync(TimeSpan.FromMinutes(1));
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
        await Until.True(() => _time.Timers > 2, "a delay");
        Assert.Equal(2, _cluster.Requests.Count);
        await Watching();
        Assert.Equal(["LIST configmaps", "WATCH configmaps", "WATCH configmaps"], _cluster.Requests);
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
}
