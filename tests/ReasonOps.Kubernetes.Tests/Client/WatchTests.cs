using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed partial class WatchTests
{
    private static readonly string Bookmark = Answers.Event("BOOKMARK", """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"12"}}""");

    [Fact]
    public async Task Events_come_as_they_are_told_until_the_server_ends_them()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Lines(
            Answers.Event("ADDED", Answers.Map("a", "8")), "", Answers.Event("MODIFIED", Answers.Map("a", "9")), Bookmark,
            Answers.Event("DELETED", Answers.Map("a", "13"))));
        using var client = server.Client();
        var events = await EventsAsync<V1ConfigMap>(client, new("a", "app=x", ResourceVersion: "7"));
        Assert.Equal(
            [(WatchEventType.Added, "8"), (WatchEventType.Modified, "9"), (WatchEventType.Bookmark, "12"), (WatchEventType.Deleted, "13")],
            events.Select(told => (told.Type, told.Object.Metadata.ResourceVersion!)));
        var target = server.Seen.Single().Target;
        Assert.StartsWith("/api/v1/namespaces/a/configmaps?labelSelector=app%3Dx&watch=true&allowWatchBookmarks=true&timeoutSeconds=", target, StringComparison.Ordinal);
        Assert.EndsWith("&resourceVersion=7", target, StringComparison.Ordinal);
        Assert.InRange(int.Parse(Seconds().Match(target).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 300, 600);
    }

    [Fact]
    public async Task An_event_comes_before_the_next_one_is_sent()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.LinesThenSilence(Answers.Event("ADDED", Answers.Map("a"))));
        using var client = server.Client();
        using var cancelled = new CancellationTokenSource();
        await using var events = client.WatchAsync<ApiObject>(Kinds.ConfigMap, new(), cancelled.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_watch_whose_server_forgets_to_end_it_ends()
    {
        var time = new ManualTime();
        await using var server = await ScriptedServer.StartAsync(Answers.LinesThenSilence(Bookmark));
        using var client = new KubernetesClient(server.Configuration, new() { Time = time });
        await using var events = client.WatchAsync<ApiObject>(Kinds.ConfigMap, new(), default).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(600));
        Assert.False(await next);
    }

    [Theory]
    [InlineData(410, "Expired")]
    [InlineData(500, "InternalError")]
    public async Task An_error_within_the_stream_is_the_servers_status(int code, string reason)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Lines(
            Bookmark, Answers.Event("ERROR", $$"""{"kind":"Status","code":{{code}},"reason":"{{reason}}","message":"too old resource version: 1 (2)"}""")));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<KubernetesException>(() => EventsAsync<V1ConfigMap>(client, new()));
        Assert.Equal((code, reason, "too old resource version: 1 (2)"), ((int)told.Status!.Value, told.Reason, told.Message));
        Assert.Equal(code == 410, told.IsGone);
    }

    [Fact]
    public async Task A_watch_that_cannot_begin_where_it_should_is_told_as_gone()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(410, "Expired", "too old"));
        using var client = server.Client();
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => EventsAsync<ApiObject>(client, new()))).IsGone);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_torn_last_line_is_no_event()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync($"{Bookmark}\n{Bookmark[..30]}"));
        using var client = server.Client();
        Assert.Single(await EventsAsync<ApiObject>(client, new()));
    }

    [Fact]
    public async Task A_cut_connection_is_told_after_the_events_that_came()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await Answers.Lines(Bookmark, Bookmark)(context);
            await context.Response.WriteAsync(Bookmark[..20]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(50); // so that what was written is not overtaken by the reset
            context.Abort();
        });
        using var client = server.Client();
        var events = new List<WatchEvent<ApiObject>>();
        var told = await Assert.ThrowsAsync<KubernetesException>(async () =>
        {
            await foreach (var happened in client.WatchAsync<ApiObject>(Kinds.ConfigMap, new(), default)) events.Add(happened);
        });
        Assert.Equal("Broken", told.Reason);
        Assert.Equal(2, events.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"type\":\"ADDED\"}")]
    [InlineData("{\"object\":{}}")]
    [InlineData("{\"type\":\"SURPRISE\",\"object\":{\"metadata\":{}}}")]
    [InlineData("[1,2]")]
    public async Task A_line_that_is_no_event_is_told(string line)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Lines(line));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<KubernetesException>(() => EventsAsync<ApiObject>(client, new()));
        Assert.Equal("Unreadable", told.Reason);
    }

    [Fact]
    public async Task An_object_that_does_not_fit_its_class_is_passed_over()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Lines(
            Answers.Event("ADDED", """{"metadata":{"name":"wrong"},"data":[]}"""), Answers.Event("ADDED", Answers.Map("right"))));
        using var client = server.Client();
        using var figures = new ClientFigures(client);
        Assert.Equal("right", (await EventsAsync<V1ConfigMap>(client, new())).Single().Object.Metadata.Name);
        Assert.Equal(1, figures.Unreadable("ConfigMap"));
    }

    [Fact]
    public async Task An_event_may_say_its_type_last_and_be_some_mebibytes_long()
    {
        var large = new string('x', 4 << 20);
        await using var server = await ScriptedServer.StartAsync(Answers.Lines(
            $$$"""{"object":{"metadata":{"name":"large"},"data":{"x":"{{{large}}}"}},"type":"ADDED"}""", Bookmark));
        using var client = server.Client();
        var events = await EventsAsync<V1ConfigMap>(client, new());
        Assert.Equal(large, events[0].Object.Data!["x"]);
        Assert.Equal(WatchEventType.Bookmark, events[1].Type);
    }

    [Fact]
    public async Task A_line_without_an_end_is_not_kept_without_an_end()
    {
        await using var lines = new LineReader(new MemoryStream(new byte[4 << 20]), mostBytes: 1 << 20);
        var told = await Assert.ThrowsAsync<KubernetesException>(async () => await lines.NextAsync(default));
        Assert.Equal("TooLarge", told.Reason);
    }

    private static async Task<List<WatchEvent<T>>> EventsAsync<T>(KubernetesClient client, ListOptions options) where T : class, IKubernetesObject
    {
        var events = new List<WatchEvent<T>>();
        await foreach (var happened in client.WatchAsync<T>(Kinds.ConfigMap, options, default)) events.Add(happened);
        return events;
    }

    [GeneratedRegex("timeoutSeconds=([0-9]+)")]
    private static partial Regex Seconds();
}
