using System.Net;
using System.Text.Json;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class BatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Results_come_as_they_are_decided_the_first_before_the_last_is_done()
    {
        var gate = new TaskCompletionSource();
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Echoing(1, gate.Task));
        using var response = await verifier.SendAsync("/v1/verify:batch", Batch(Program("1"), Exact("a", "a"), Program("2"), Exact("a", "b")));
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        // Programs are held still: comparisons come past them.
        var early = new[] { await LineAsync(reader), await LineAsync(reader) };
        Assert.Equal([1, 3], early.Select(line => line.GetProperty("index").GetInt32()).Order());
        gate.SetResult();
        var late = new[] { await LineAsync(reader), await LineAsync(reader) };

        Assert.Equal([(0, "Accepted"), (2, "Accepted")], late.Select(line => (line.GetProperty("index").GetInt32(), line.GetProperty("verdict").GetString()!)).Order());
        Assert.Null(await reader.ReadLineAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task Each_check_has_its_own_id_and_limits()
    {
        var sandbox = ScriptedSandbox.Echoing(2, Task.CompletedTask);
        await using var verifier = await TestVerifier.StartAsync(sandbox);
        var lines = await AllAsync(verifier, Batch(
            """{"id":"a","type":"code","language":"python","code":"","tests":[{"expected":""}],"limits":{"wall":1}}""", """{"id":"b","type":"exact","answer":"1","expected":"1"}"""));

        Assert.Equal([(0, "a"), (1, "b")], lines.Select(line => (line.GetProperty("index").GetInt32(), line.GetProperty("id").GetString()!)).Order());
        Assert.Equal(1, sandbox.Requests.Single().Steps.Single().Limits.Wall.TotalSeconds);
    }

    [Fact]
    public async Task A_batch_larger_than_the_queue_is_served_whole_and_runs_no_more_at_once_than_there_are_places()
    {
        var (running, most) = (0, 0);
        await using var verifier = await TestVerifier.StartAsync(new ScriptedSandbox(3, async (request, cancellation) =>
        {
            lock (this) most = Math.Max(most, ++running);
            await Task.Delay(1, cancellation);
            lock (this) running--;
            return new([ScriptedSandbox.Ended()], []);
        }), settings => settings with { Queue = 1 });

        var lines = await AllAsync(verifier, Batch([.. Enumerable.Repeat(Program(""), 100)]));

        Assert.Equal(Enumerable.Range(0, 100), lines.Select(line => line.GetProperty("index").GetInt32()).Order());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_batch_whose_client_goes_away_stops()
    {
        var sandbox = ScriptedSandbox.Echoing(2, new TaskCompletionSource().Task);
        await using var verifier = await TestVerifier.StartAsync(sandbox);
        using (var response = await verifier.SendAsync("/v1/verify:batch", Batch([.. Enumerable.Repeat(Program("1"), 50)])))
            await Wait.UntilAsync(() => sandbox.Running == 2, "two programs run");

        await Wait.UntilAsync(() => sandbox is { Running: 0, Cancelled: 2 }, "both are killed");
        await Wait.UntilAsync(async () => (await verifier.Http.GetStringAsync("/metrics")).Contains("reasonops_verifier_queue_depth{lane=\"sandbox\"} 0\n", StringComparison.Ordinal), "nobody waits");
        Assert.Equal(2, sandbox.Requests.Count);
    }

    [Fact]
    public async Task When_the_queue_is_full_a_batch_is_refused_whole()
    {
        var gate = new TaskCompletionSource();
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Echoing(1, gate.Task), settings => settings with { Queue = 1 });
        using var running = await verifier.SendAsync("/v1/verify:batch", Batch(Program("1")));
        using var refused = await verifier.SendAsync("/v1/verify:batch", Batch(Program("2")));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        gate.SetResult();
        Assert.Contains("Accepted", await running.Content.ReadAsStringAsync());
    }

    private static string Program(string text) => $$"""{"type":"code","language":"python","code":"","tests":[{"input":"{{text}}","expected":"{{text}}"}]}""";

    private static string Exact(string answer, string expected) => $$"""{"type":"exact","answer":"{{answer}}","expected":"{{expected}}"}""";

    private static string Batch(params string[] checks) => $$"""{"checks":[{{string.Join(',', checks)}}]}""";

    private static async Task<JsonElement> LineAsync(StreamReader reader) => JsonElement.Parse((await reader.ReadLineAsync().WaitAsync(Patience))!);

    private static async Task<IReadOnlyList<JsonElement>> AllAsync(TestVerifier verifier, string body)
    {
        using var response = await verifier.SendAsync("/v1/verify:batch", body);
        var text = await response.Content.ReadAsStringAsync().WaitAsync(Patience);
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }
}
