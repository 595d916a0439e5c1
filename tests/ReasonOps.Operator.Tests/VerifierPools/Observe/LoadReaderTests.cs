using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.VerifierPools.Observe;

/// <summary>On addresses of this machine that no other test uses: a verifier's port is fixed.</summary>
public sealed class LoadReaderTests
{
    private static readonly ObjectKey Pool = new("team-a", "sandboxes");
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Figures_are_added_up_over_lanes_and_verifiers()
    {
        await using var first = await ServeAsync("127.83.0.1", "reasonops_verifier_queue_depth{lane=\"a\"} 3\nreasonops_verifier_queue_depth{lane=\"b\"} 4\nreasonops_verifier_workers_busy 2\n");
        await using var second = await ServeAsync("127.83.0.2", "reasonops_verifier_queue_depth 5\nreasonops_verifier_workers_busy 1\n");
        using var reader = new LoadReader(_clock);

        Assert.Equal((new PoolLoad(12, 3, 0), true), await reader.ReadAsync(Pool, [Pod("127.83.0.1"), Pod("127.83.0.2")], default));
    }

    [Fact]
    public async Task Who_does_not_answer_is_silent_and_counts_for_nothing_else()
    {
        await using var first = await ServeAsync("127.83.1.1", "reasonops_verifier_queue_depth 3\n");
        await using var strange = await ServeAsync("127.83.1.2", "# nothing of ours\n");
        using var reader = new LoadReader(_clock);

        Assert.Equal((new PoolLoad(3, 0, 2), true), await reader.ReadAsync(Pool, [Pod("127.83.1.1"), Pod("127.83.1.2"), Pod("127.83.1.3")], default));
    }

    [Fact]
    public async Task Of_a_pool_without_a_ready_verifier_nothing_is_known()
    {
        using var reader = new LoadReader(_clock);

        Assert.Equal((new PoolLoad(0, 0, 1), false), await reader.ReadAsync(Pool, [Pod("127.83.2.1", ready: false)], default));
        Assert.Equal((new PoolLoad(0, 0, 0), false), await reader.ReadAsync(Pool, [], default));
    }

    [Fact]
    public async Task It_asks_again_only_after_a_while_or_when_other_verifiers_are_there()
    {
        var asked = 0;
        await using var first = await ServeAsync("127.83.3.1", () => $"reasonops_verifier_queue_depth {++asked}\n");
        await using var second = await ServeAsync("127.83.3.2", "reasonops_verifier_queue_depth 10\n");
        using var reader = new LoadReader(_clock);
        async Task<int> QueueAsync(params string[] addresses) => (await reader.ReadAsync(Pool, [.. addresses.Select(address => Pod(address))], default)).Load.Queue;

        Assert.Equal(1, await QueueAsync("127.83.3.1"));
        Assert.Equal(1, await QueueAsync("127.83.3.1"));
        Assert.Equal(12, await QueueAsync("127.83.3.1", "127.83.3.2"));
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(13, await QueueAsync("127.83.3.1", "127.83.3.2"));
    }

    [Fact]
    public async Task A_pass_that_ends_ends_the_reading()
    {
        await using var slow = await ServeAsync("127.83.4.1", async context => await Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var reader = new LoadReader(_clock);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync(Pool, [Pod("127.83.4.1")], stop.Token));
    }

    private static Task<WebApplication> ServeAsync(string address, string text) => ServeAsync(address, () => text);

    private static Task<WebApplication> ServeAsync(string address, Func<string> text) => ServeAsync(address, context => context.Response.WriteAsync(text()));

    private static async Task<WebApplication> ServeAsync(string address, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Parse(address), Ports.Verifier));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private static ApiObject Pod(string address, bool ready = true) => new(new V1ObjectMeta { Name = "p", Namespace = "team-a" }, JsonSerializer.Deserialize<JsonElement>($$"""
        {"status": {"podIP": "{{address}}", "conditions": [{"type": "Ready", "status": "{{ready}}"}]} }
        """));
}
