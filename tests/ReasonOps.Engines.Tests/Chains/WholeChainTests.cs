using Microsoft.AspNetCore.Http;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Chains;

/// <summary>Chains that nobody waits for: whole answers, and engines that are full, or are lost in the middle of one.</summary>
public sealed class WholeChainTests
{
    private static readonly ChainsRequest One = new(4, 1, 100, 50, 10);
    private static readonly double[] Pauses = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2];

    private int _full;

    [Fact]
    public async Task A_chain_comes_as_one_answer_and_every_token_is_counted_once()
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Answer("so", "2", 4));
        await using var running = await StartAsync(TimeProvider.System, engine);
        Assert.Equal(
            [
                new ChainEvent.Prompted(4, 20, 16), new ChainEvent.Thought(4, "so", 2), new ChainEvent.Said(4, "2", 1), new ChainEvent.Said(4, "", 1),
                new ChainEvent.Ended(4, ChainEnd.Stopped),
            ],
            await Ask(running).AllAsync(One));
        Assert.Null(Assert.Single(engine.Requests).Stream);
    }

    [Theory]
    [InlineData(429, null, new[] { 0.1, 0.2, 0.4 })]
    [InlineData(503, null, new[] { 0.1, 0.2, 0.4 })]
    [InlineData(429, "7", new[] { 7.0, 7, 7 })]
    [InlineData(503, "7", new[] { 7.0, 7, 7 })]
    [InlineData(503, "0", new[] { 0.1, 0.2, 0.4 })]
    [InlineData(503, "soon", new[] { 0.1, 0.2, 0.4 })]
    [InlineData(429, "86400", new[] { 30.0, 30, 30 })]
    public async Task A_full_engine_is_asked_again_with_the_same_seed_when_it_says_and_no_later_than_in_half_a_minute(int status, string? retryAfter, double[] pauses)
    {
        var asked = 0;
        await using var engine = await FakeEngine.StartAsync((_, context) =>
        {
            if (Interlocked.Increment(ref asked) > 3) return context.Answer("so", "2", 4);
            if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
            return context.Refuse(status, "full");
        });
        var time = new HastyTime([.. Pauses, 7, 30]);
        await using var running = await StartAsync(time, engine);
        time.Waited.Clear();
        var events = await Ask(running).AllAsync(One);
        Assert.Equal(ChainEnd.Stopped, Assert.Single(events.Ends()).End);
        Assert.Equal(3, _full);
        Assert.Equal(pauses.Select(TimeSpan.FromSeconds), time.Waited);
        Assert.Equal([104, 104, 104, 104], engine.Requests.Select(request => request.Seed!.Value));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task An_engine_that_stays_full_is_given_up_and_its_chain_is_no_result(int status)
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Refuse(status, "full"));
        await using var running = await StartAsync(new HastyTime(Pauses), engine);
        var end = Assert.Single((await Ask(running).AllAsync(One)).Ends());
        Assert.Equal(ChainEnd.Failed, end.End);
        Assert.Contains($"answered {status}: full", end.Reason, StringComparison.Ordinal);
        Assert.Equal((100, 101), (_full, engine.Requests.Count));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_a_full_engine_does_not_take_another_draws_at_once(int status)
    {
        await using var full = await FakeEngine.StartAsync((_, context) => context.Refuse(status, "full"));
        await using var free = await FakeEngine.StartAsync((_, context) => context.Answer("so", "2", 4));
        await using var running = await StartAsync(TimeProvider.System, full, free);
        for (var i = 0; i < 4; i++) Assert.Equal(ChainEnd.Stopped, Assert.Single((await Ask(running).AllAsync(One)).Ends()).End);
        Assert.Equal((0, 4), (_full, free.Requests.Count));
        Assert.NotEmpty(full.Requests);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("garbage")]
    [InlineData("nothing")]
    public async Task An_answer_that_breaks_off_in_the_middle_is_drawn_once_more_elsewhere_and_else_is_no_result(string fault)
    {
        await using var breaks = await FakeEngine.StartAsync((_, context) => BreakAsync(fault, context));
        await using (var alone = await StartAsync(TimeProvider.System, breaks))
        {
            var end = Assert.Single((await Ask(alone).AllAsync(One)).Ends());
            Assert.Equal(ChainEnd.Failed, end.End);
            Assert.NotNull(end.Reason);
            Assert.Single(breaks.Requests);
        }
        await using var works = await FakeEngine.StartAsync((_, context) => context.Answer("so", "2", 4));
        await using var both = await StartAsync(TimeProvider.System, breaks, works);
        for (var i = 0; i < 4; i++)
        {
            var events = await Ask(both).AllAsync(One);
            Assert.Equal(ChainEnd.Stopped, Assert.Single(events.Ends()).End);
            Assert.Equal("so", Assert.Single(events.OfType<ChainEvent.Thought>()).Text);
        }
        Assert.All(breaks.Requests.Concat(works.Requests), sent => Assert.Equal(104, sent.Seed));
    }

    private static async Task BreakAsync(string fault, HttpContext context)
    {
        const string Part = """{"choices":[{"index":0,"message":{"role":"assistant","content":"2""";
        context.Response.ContentType = "application/json";
        if (fault != "nothing") context.Response.ContentLength = fault == "cut" ? 10 * Part.Length : Part.Length;
        if (fault != "nothing") await context.Response.WriteAsync(Part, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (fault != "garbage") context.Abort();
    }

    private EngineChainSampler Ask(RunningPool running) =>
        new(running.Pool, new ChatRequest { Model = "m", Messages = [new() { Role = "user", Content = "1+1=" }] }) { Whole = true, Full = () => Interlocked.Increment(ref _full) };

    private static Task<RunningPool> StartAsync(TimeProvider time, params FakeEngine[] engines) =>
        RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Vllm, [.. engines.Select(engine => engine.Address)]), ready: engines.Length, time: time);
}
