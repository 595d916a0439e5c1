using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed class RetryTests
{
    private static readonly RequestDelegate Fine = Answers.Json(Answers.Map("m"));

    public static TheoryData<string, RequestDelegate> Passing => new()
    {
        { "429", Answers.Status(429, "TooManyRequests", "later") },
        { "500", Answers.Status(500, "InternalError", "etcd") },
        { "502", Answers.Json("<html>bad gateway</html>", 502) },
        { "503", Answers.Status(503, "ServiceUnavailable", "starting") },
        { "504", Answers.Status(504, "Timeout", "slow") },
        { "cut", Answers.Cut },
        { "cut within the body", Answers.CutAfter("{\"metadata\":{") },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_passes_is_tried_again(string what, RequestDelegate fault)
    {
        await using var server = await ScriptedServer.StartAsync(fault, fault, Fine);
        using var client = server.Client();
        foreach (var verb in Repeatable)
        {
            Assert.True(await verb(client) is not (null or false), what);
        }
        Assert.Equal(2 + Repeatable.Length, server.Seen.Count);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_does_not_pass_is_told_after_as_many_tries_as_were_asked_for(string what, RequestDelegate fault)
    {
        await using var server = await ScriptedServer.StartAsync(fault);
        using var client = server.Client(new() { Tries = 3 });
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Equal(what.StartsWith("cut", StringComparison.Ordinal) ? null : what, told.Status is { } status ? $"{(int)status}" : null);
        Assert.Equal(3, server.Seen.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task A_refusal_is_told_at_once(int status)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(status, "Because", "no"));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(Kinds.ConfigMap, Kinds.Map("m"), "test", null, default));
        Assert.Equal((HttpStatusCode)status, told.Status);
        Assert.Equal(("Because", "no"), (told.Reason, told.Message));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_creation_that_may_have_been_done_is_not_sent_again()
    {
        foreach (var fault in new RequestDelegate[] { Answers.Cut, Answers.Status(500, "InternalError", "?") })
        {
            await using var server = await ScriptedServer.StartAsync(fault, Fine);
            using var client = server.Client();
            await Assert.ThrowsAsync<KubernetesException>(() => CreateAsync(client));
            Assert.Single(server.Seen);
        }
    }

    [Fact]
    public async Task A_creation_that_was_throttled_is_sent_again()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(429, "TooManyRequests", "later"), Fine);
        using var client = server.Client();
        Assert.Equal("m", (await CreateAsync(client)).Metadata.Name);
    }

    [Fact]
    public async Task A_creation_waits_for_a_server_that_is_not_yet_there()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound and not listening: connections are refused
        using var client = new KubernetesClient(
            new() { Server = new($"http://{taken.LocalEndPoint}") }, new() { Tries = 3, Backoff = TimeSpan.FromMilliseconds(1) });
        using var heard = new ClientFigures(client);
        var told = await Assert.ThrowsAsync<KubernetesException>(() => CreateAsync(client));
        Assert.Null(told.Status);
        Assert.Equal("Refused", told.Reason);
        Assert.Contains("POST http://127.0.0.1", told.Message, StringComparison.Ordinal);
        Assert.Equal(3, heard.Requests("create", "ConfigMap", "Refused"));
    }

    [Fact]
    public async Task What_the_server_asks_to_wait_is_waited()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(429, "TooManyRequests", "later", retryAfter: "1"), Fine);
        using var client = server.Client();
        var watch = Stopwatch.StartNew();
        await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 10);
        Assert.Equal(2, server.Seen.Count);
    }

    [Fact]
    public async Task A_server_that_asks_for_an_hour_is_left_to_the_caller()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(503, "ServiceUnavailable", "later", retryAfter: "3600"));
        using var client = server.Client();
        await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Single(server.Seen);
    }

    [Fact]
    public Task A_slow_answer_ends_with_the_callers_token() => EndsWithTheCallersTokenAsync(Answers.Never);

    [Fact]
    public Task Waiting_for_another_try_ends_with_the_callers_token() =>
        EndsWithTheCallersTokenAsync(Answers.Status(429, "TooManyRequests", "later", retryAfter: "50"));

    [Fact]
    public async Task An_answer_that_takes_too_long_is_tried_again_and_then_told()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Never);
        using var client = server.Client(new() { RequestTimeout = TimeSpan.FromMilliseconds(100), Tries = 2 });
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Equal("Timeout", told.Reason);
        Assert.Contains("0.1 s", told.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Seen.Count);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_told_in_short()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(new string('x', 5000), 403));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.StartsWith("403: xxx", told.Message, StringComparison.Ordinal);
        Assert.True(told.Message.Length < 400);
    }

    [Fact]
    public async Task An_answer_that_is_no_object_is_told()
    {
        foreach (var text in new[] { "[]", "{\"metadata\":", "", "null", "{\"metadata\":{\"name\":5}}" })
        {
            await using var server = await ScriptedServer.StartAsync(Answers.Json(text));
            using var client = server.Client();
            var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
            Assert.Equal("Unreadable", told.Reason);
        }
    }

    private static Func<IKubernetesClient, Task<object?>>[] Repeatable =>
    [
        async client => await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default),
        async client => await client.ApplyAsync(Kinds.ConfigMap, Kinds.Map("m"), "test", null, default),
        async client => await client.PatchAsync(Kinds.ConfigMap, "a", "m", new JsonObject(), null, default),
        async client => await client.DeleteAsync(Kinds.ConfigMap, "a", "m", null, default),
    ];

    private static Task<V1ConfigMap> CreateAsync(KubernetesClient client) =>
        client.CreateAsync(Kinds.ConfigMap, new V1ConfigMap { Metadata = new() { Name = "m", Namespace = "a" } }, default);

    private static async Task EndsWithTheCallersTokenAsync(RequestDelegate answers)
    {
        await using var server = await ScriptedServer.StartAsync(answers);
        using var client = server.Client();
        using var cancelled = new CancellationTokenSource();
        var call = client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", cancelled.Token);
        await Until.True(() => server.Seen.Count == 1, "the request");
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
