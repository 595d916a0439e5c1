using System.Net;
using System.Text.Json;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class QueueTests
{
    private const string Check = """{"type":"code","language":"python","code":"","tests":[{"input":"1","expected":"1"}]}""";

    [Fact]
    public async Task One_more_than_may_wait_is_429_and_says_when_to_come_back()
    {
        var gate = new TaskCompletionSource();
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Echoing(1, gate.Task), settings => settings with { Queue = 2 });
        var taken = Enumerable.Range(0, 3).Select(_ => verifier.PostAsync("/v1/verify", Check)).ToArray();
        await DepthAsync(verifier, 2);

        using var refused = await verifier.SendAsync("/v1/verify", Check);
        using var run = await verifier.SendAsync("/run_code", """{"language":"python","code":""}""");

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (refused.StatusCode, run.StatusCode));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("the queue is full: 2 wait already for a sandbox place", await refused.Content.ReadAsStringAsync());
        gate.SetResult();
        Assert.All(await Task.WhenAll(taken), answer => Assert.Equal("Accepted", answer.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Runs_never_hold_comparisons_up()
    {
        var gate = new TaskCompletionSource();
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Echoing(1, gate.Task), settings => settings with { Queue = 1 });
        var taken = Enumerable.Range(0, 2).Select(_ => verifier.PostAsync("/v1/verify", Check)).ToArray();
        await DepthAsync(verifier, 1);

        var answer = await verifier.PostAsync("/v1/verify", """{"type":"exact","answer":"1","expected":"1"}""");

        Assert.Equal("Accepted", answer.GetProperty("verdict").GetString());
        gate.SetResult();
        await Task.WhenAll(taken);
    }

    [Fact]
    public async Task Whoever_goes_away_is_taken_out_of_the_queue_and_their_run_is_killed()
    {
        var sandbox = ScriptedSandbox.Echoing(1, new TaskCompletionSource().Task);
        await using var verifier = await TestVerifier.StartAsync(sandbox, settings => settings with { Queue = 1 });
        using var runs = new CancellationTokenSource();
        using var waits = new CancellationTokenSource();
        var running = verifier.SendAsync("/v1/verify", Check, cancellation: runs.Token);
        await Wait.UntilAsync(() => sandbox.Running == 1, "one runs");
        var waiting = verifier.SendAsync("/v1/verify", Check, cancellation: waits.Token);
        await DepthAsync(verifier, 1);

        await waits.CancelAsync();
        await DepthAsync(verifier, 0);
        Assert.Equal(1, sandbox.Running);
        await runs.CancelAsync();
        await Wait.UntilAsync(() => sandbox is { Running: 0, Cancelled: 1 }, "the run is killed");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Wait.UntilAsync(async () => (await verifier.Http.GetStringAsync("/metrics")).Contains("verdict=\"Cancelled\"} 1\n", StringComparison.Ordinal), "it is counted");
    }

    [Fact]
    public async Task What_was_waited_is_told_beside_the_cost_and_not_in_it()
    {
        var (gate, time) = (new TaskCompletionSource(), new ManualTime());
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Echoing(1, gate.Task), options: options => options with { Time = time });
        var first = verifier.PostAsync("/v1/verify", Check);
        await Wait.UntilAsync(async () => (await HealthAsync(verifier)).GetProperty("busy").GetInt32() == 1, "one runs");
        var second = verifier.PostAsync("/v1/verify", Check);
        await DepthAsync(verifier, 1);
        time.Advance(TimeSpan.FromSeconds(3));
        gate.SetResult();

        var (a, b) = (await first, await second);
        Assert.Equal((0, 3), (a.GetProperty("waited_seconds").GetDouble(), b.GetProperty("waited_seconds").GetDouble()));
        Assert.Equal((0.5, 0.5), (Wall(a), Wall(b)));
    }

    private static double Wall(JsonElement answer) => answer.GetProperty("cost").GetProperty("wall_seconds").GetDouble();

    private static async Task DepthAsync(TestVerifier verifier, int depth) =>
        await Wait.UntilAsync(async () => (await HealthAsync(verifier)).GetProperty("waiting").GetInt32() == depth, $"{depth} wait");

    private static async Task<JsonElement> HealthAsync(TestVerifier verifier) => JsonElement.Parse(await verifier.Http.GetStringAsync("/health"));
}
