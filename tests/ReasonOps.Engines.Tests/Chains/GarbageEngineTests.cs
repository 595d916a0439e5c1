using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Tests;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Chains;

public sealed class GarbageEngineTests
{
    private static readonly ChainsRequest Two = new(4, 2, 100, 50, 10);

    [Fact]
    public void Chunks_of_any_types_end_a_chain_at_most_once_and_take_no_token_back() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var events = new List<ChainEvent>();
        var stream = new ChainStream(Two with { Confidences = true }, garbage.Pick(EngineRuntime.All), reportsPrompt: true, events.Add);
        for (var i = 0; i < 6; i++)
            if (Chunk($"{{\"choices\":[{garbage.Json()},{garbage.Json()},null],\"usage\":{garbage.Json()}}}") is { } chunk) stream.Read(chunk);
        stream.Fail(ChainEnd.Failed, "enough");
        Assert.Equal([4, 5], events.Ends().Select(end => end.Chain).Order());
        Assert.All(events.OfType<ChainEvent.Thought>(), thought => Assert.True(thought.Tokens >= 0));
        Assert.All(events.OfType<ChainEvent.Said>(), said => Assert.True(said.Tokens >= 0));
        Assert.All(events.OfType<ChainEvent.Prompted>(), prompt => Assert.InRange(prompt.CachedTokens, 0, prompt.Tokens));
    }, seeds: 1000);

    [Fact]
    public async Task An_engine_that_talks_garbage_fails_its_chains_and_nothing_else()
    {
        Garbage garbage = new(0);
        await using var engine = await FakeEngine.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = garbage.Pick([200, 200, 200, 200, 400, 422, 429, 500]);
            context.Response.ContentType = garbage.Pick(["text/event-stream", "text/event-stream", "text/event-stream; charset=who", "application/json"]);
            await context.Response.Body.WriteAsync(garbage.Events());
        });
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        for (var seed = 1; seed <= 150; seed++)
        {
            garbage = new Garbage(seed);
            var ends = (await running.Ask().AllAsync(Two)).Ends().ToList();
            Assert.Equal([4, 5], ends.Select(end => end.Chain).Order());
        }
        Assert.Equal((0, 0L), (running.Pool.Engines[0].ChainsInFlight, running.Pool.Engines[0].TokensInFlight));
    }

    [Theory]
    [InlineData(200, "", "x", "it did not begin to answer in time")]
    [InlineData(200, "", ": still here\n\n", "it did not begin to answer in time")]
    [InlineData(500, "", "x", "it did not begin to answer in time")]
    [InlineData(200, """{"choices":[{"index":0,"delta":{"content":"6"}}]}""", "x", "silent for 0.3 s")]
    [InlineData(200, """{"choices":[{"index":0,"delta":{"content":"6"}}]}""", ": still here\n\n", "silent for 0.3 s")]
    public async Task An_engine_whose_bytes_never_become_a_chunk_is_cut_at_its_deadline(int status, string first, string trickle, string reason)
    {
        var open = 0;
        await using var engine = await FakeEngine.StartAsync(async (_, context) =>
        {
            Interlocked.Increment(ref open);
            await TrickleAsync(context, status, first, trickle);
            Interlocked.Decrement(ref open);
        });
        var short_ = TimeSpan.FromSeconds(0.3);
        var options = RunningPool.Fast with { FirstChunk = first.Length > 0 ? RunningPool.Patience : short_, Idle = short_ };
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Onnx, [engine.Address]), options);
        var end = Assert.Single((await running.Ask().AllAsync(Two with { Count = 1 })).Ends());
        Assert.Equal((ChainEnd.Failed, $"engine {running.Pool.Engines[0].Name} was lost: {reason}"), (end.End, end.Reason));
        await RunningPool.UntilAsync(() => Volatile.Read(ref open) == 0);
    }

    /// <summary>Says it again and again, a little at a time, until nobody listens.</summary>
    private static async Task TrickleAsync(HttpContext context, int status, string first, string trickle)
    {
        try
        {
            context.Response.StatusCode = status;
            await context.Stream(first.Length > 0 ? [first] : []);
            while (true)
            {
                await context.Response.WriteAsync(trickle, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
        }
    }

    private static ChatResponse? Chunk(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OpenAiJson.Default.ChatResponse);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
