using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Events;

public sealed class EventRecorderTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly EntityType Events = EntityType.Of<Corev1Event>();
    private static readonly ObjectReference About = new("tests.reasonops.io/v1", "Job", "a", "math", "uid-1", "7");

    private readonly MemoryCluster _cluster = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly EventRecorder _recorder;
    private readonly Task _running;

    public EventRecorderTests()
    {
        _recorder = new(_cluster, "reasonops-operator", "pod-1", _time, NullLogger<EventRecorder>.Instance);
        _running = _recorder.RunAsync(_stop.Token);
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromMinutes(1));
        _recorder.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task An_event_is_written_as_people_look_for_it()
    {
        Say("Scaled", "engine 2 -> 3");
        var written = (await WrittenAsync(1)).Single();
        Assert.Matches("^math[.][0-9a-f]{16}$", written.Metadata.Name);
        Assert.Equal(("a", "Scaled", "engine 2 -> 3", "Normal", 1), (written.Metadata.Namespace, written.Reason, written.Message, written.Type, written.Count));
        Assert.Equal(("Job", "math", "uid-1", "a"), (written.InvolvedObject!.Kind, written.InvolvedObject.Name, written.InvolvedObject.Uid, written.InvolvedObject.NamespaceProperty));
        Assert.Equal(("reasonops-operator", "pod-1", "reasonops-operator"), (written.ReportingComponent, written.ReportingInstance, written.Source!.Component));
        Assert.Equal(_time.GetUtcNow(), written.FirstTimestamp);
    }

    [Fact]
    public async Task The_same_within_ten_minutes_is_counted_and_later_told_anew()
    {
        Say("Pulling", "image");
        await WrittenAsync(1);
        _time.Advance(TimeSpan.FromMinutes(9));
        Say("Pulling", "image");
        await RequestsAsync(2);
        var counted = (await WrittenAsync(1)).Single();
        Assert.Equal((2, _time.GetUtcNow()), (counted.Count, counted.LastTimestamp!.Value));
        _time.Advance(TimeSpan.FromMinutes(10));
        Say("Pulling", "image");
        Assert.Equal([1, 2], (await WrittenAsync(2)).Select(one => one.Count!.Value).Order());
    }

    [Fact]
    public async Task One_that_the_server_forgot_is_written_again()
    {
        Say("Pulling", "image");
        _cluster.Remove(Events, ObjectKey.Of((await WrittenAsync(1)).Single()));
        Say("Pulling", "image");
        await RequestsAsync(3);
        Assert.Equal(2, (await WrittenAsync(1)).Single().Count);
    }

    [Fact]
    public async Task Many_that_differ_only_in_their_message_become_one()
    {
        for (var i = 0; i < 20; i++) Say("Failed", $"pod {i}");
        await RequestsAsync(20);
        var written = await WrittenAsync(EventCorrelator.Similar + 1);
        var combined = Assert.Single(written, one => one.Message!.StartsWith(EventCorrelator.CombinedPrefix, StringComparison.Ordinal));
        Assert.Equal((10, EventCorrelator.CombinedPrefix + "pod 19"), (combined.Count, combined.Message));
    }

    [Fact]
    public async Task An_object_has_25_at_once_and_one_more_every_five_minutes_and_others_are_free()
    {
        for (var i = 0; i < 40; i++) Say($"Reason{i}", "x");
        _recorder.Record(About with { Name = "other", Uid = "uid-2" }, EventType.Warning, "Free", "x");
        await Until.True(() => _cluster.All(Events).Any(one => one.Metadata.Name!.StartsWith("other", StringComparison.Ordinal)), "the other's");
        Assert.Equal(EventCorrelator.Burst + 1, _cluster.All(Events).Count);
        _time.Advance(TimeSpan.FromMinutes(5));
        Say("Refilled", "x");
        Say("Dropped", "x");
        Say("Dropped", "x");
        await WrittenAsync(EventCorrelator.Burst + 2);
    }

    [Fact]
    public async Task What_has_no_namespace_has_its_events_in_the_default_one()
    {
        _recorder.Record(new("v1", "Node", null, "n1", "uid-3"), EventType.Warning, "Gone", "x");
        Assert.Equal("default", (await WrittenAsync(1)).Single().Metadata.Namespace);
    }

    [Fact]
    public async Task A_server_that_refuses_or_hangs_costs_the_event_and_nothing_else()
    {
        _cluster.Fault = _ => MemoryCluster.Status(HttpStatusCode.Forbidden, "NamespaceTerminating");
        Say("Lost", "x");
        await RequestsAsync(1);
        _cluster.Fault = _ => null;
        Say("Kept", new string('m', 5000));
        var kept = (await WrittenAsync(1)).Single();
        Assert.Equal("Kept", kept.Reason);
        Assert.InRange(kept.Message!.Length, 900, 1024);
    }

    [Fact]
    public async Task What_waits_at_the_end_is_still_written()
    {
        await using var late = new EventRecorderTests();
        for (var i = 0; i < 5; i++) late.Say($"Reason{i}", "x");
        await late._stop.CancelAsync();
        await late._running.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(5, late._cluster.All(Events).Count);
    }

    private void Say(string reason, string message) => _recorder.Record(About, EventType.Normal, reason, message);

    private async Task<IReadOnlyList<Corev1Event>> WrittenAsync(int count)
    {
        await Until.True(() => _cluster.All(Events).Count >= count, $"{count} events");
        var all = new List<Corev1Event>();
        foreach (var one in _cluster.All(Events)) all.Add((await _cluster.GetAsync<Corev1Event>(Events, one.Metadata.Namespace, one.Metadata.Name!, default))!);
        Assert.Equal(count, all.Count);
        return all;
    }

    private Task RequestsAsync(int count) => Until.True(() => _cluster.Writes.Count() >= count, $"{count} requests");
}
