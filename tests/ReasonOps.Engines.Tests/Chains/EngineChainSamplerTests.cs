using System.Globalization;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Chains;

public sealed class EngineChainSamplerTests
{
    private static readonly ChainsRequest Two = new(4, 2, 100, 50, 10);

    [Fact]
    public async Task Chains_of_one_stream_are_told_apart_and_counted()
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(
            Thought(0, "a", 2), Thought(1, "b"), Said(1, "2"), Finish(1), Said(0, "3"), Finish(0, "length"), Usage(20, 16), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        Assert.Equal(
            [
                new ChainEvent.Thought(4, "a", 2), new ChainEvent.Thought(5, "b", 1), new ChainEvent.Said(5, "2", 1), new ChainEvent.Ended(5, ChainEnd.Stopped),
                new ChainEvent.Said(4, "3", 1), new ChainEvent.Ended(4, ChainEnd.Length), new ChainEvent.Prompted(4, 20, 16),
            ],
            await running.Ask().AllAsync(Two));
        Assert.Equal((0, 0L), (running.Pool.Engines[0].ChainsInFlight, running.Pool.Engines[0].TokensInFlight));
    }

    [Fact]
    public async Task A_runtime_with_the_extensions_is_asked_for_all_chains_at_once()
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Finish(1), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Onnx, engine);
        await running.Ask().AllAsync(Two);
        var sent = Assert.Single(engine.Requests);
        Assert.Equal((2, 104L, 64, 50), (sent.N, sent.Seed, sent.MaxTokens, sent.ThinkingTokenBudget));
        Assert.True(sent.Stream == true && sent.ReturnTokenIds == true && sent.StreamOptions is { IncludeUsage: true, ContinuousUsageStats: true });
        Assert.Equal((null, 5), (sent.MaxCompletionTokens, sent.TopK));
        Assert.Equal("Bearer secret-key", Assert.Single(engine.Keys));
    }

    [Fact]
    public async Task A_runtime_without_them_gets_a_plain_request_a_chain()
    {
        await using var engine = await FakeEngine.StartAsync((request, context) =>
            context.Stream(Said(0, request.Seed!.Value.ToString(CultureInfo.InvariantCulture)), Finish(0), Usage(9, 0), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.OpenAi, engine);
        var events = await running.Ask().AllAsync(Two);
        Assert.Equal([104, 105], engine.Requests.Select(request => request.Seed!.Value).Order());
        Assert.All(engine.Requests, sent => Assert.Equal((null, null, null, null), (sent.N, sent.ThinkingTokenBudget, sent.ReturnTokenIds, sent.TopK)));
        Assert.Equal(["104", "105"], events.OfType<ChainEvent.Said>().OrderBy(said => said.Chain).Select(said => said.Text));
        Assert.Equal([4, 5], events.Ends().Select(end => end.Chain).Order());
        Assert.Equal(4, Assert.Single(events.OfType<ChainEvent.Prompted>()).Chain);
    }

    [Theory]
    [InlineData("onnx", false, "so", null)]
    [InlineData("onnx", true, "so", "")]
    [InlineData("vllm", false, null, "<think>\nso")]
    [InlineData("vllm", true, null, "<think>\nso\n</think>\n\n")]
    [InlineData("llamacpp", false, null, "<think>\nso")]
    public async Task A_chain_is_gone_on_with_in_the_way_of_its_runtime(string runtime, bool closed, string? reasoning, string? content)
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Of(runtime), engine);
        await running.Ask().AllAsync(new ChainsRequest(4, 1, 1, 50, 10, new Continuation("so", closed)));
        var sent = Assert.Single(engine.Requests);
        var last = sent.Messages![^1];
        Assert.Equal(("assistant", reasoning, content), (last.Role, last.Reasoning, last.Content));
        var extends = runtime != "llamacpp";
        Assert.Equal((extends ? true : null, extends ? false : (bool?)null), (sent.ContinueFinalMessage, sent.AddGenerationPrompt));
        Assert.Equal(closed ? 14 : 64, sent.MaxTokens);
        Assert.Equal(closed || !extends ? null : 50, sent.ThinkingTokenBudget);
    }

    [Fact]
    public async Task All_requests_of_a_question_go_where_its_prefix_is()
    {
        await using var a = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Finish(1), Done));
        await using var b = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Finish(1), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        var question = running.Ask();
        for (var i = 0; i < 6; i++) await question.AllAsync(Two);
        Assert.Equal([0, 6], new[] { a.Requests.Count, b.Requests.Count }.Order());
        for (var i = 0; i < 6; i++) await running.Ask().AllAsync(Two);
        Assert.Equal([3, 9], new[] { a.Requests.Count, b.Requests.Count }.Order());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(0)]
    public async Task What_fails_before_its_first_token_is_drawn_once_more_elsewhere_with_the_same_seeds(int status)
    {
        FakeEngine.Script fail = (_, context) =>
        {
            context.Response.Headers.RetryAfter = "1";
            if (status > 0) return context.Refuse(status, "busy");
            context.Abort();
            return Task.CompletedTask;
        };
        FakeEngine.Script good = (_, context) => context.Stream(Said(0, "2"), Finish(0), Said(1, "2"), Finish(1), Done);
        await using var a = await FakeEngine.StartAsync(fail);
        await using var b = await FakeEngine.StartAsync(good);
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        for (var i = 0; i < 2; i++)
        {
            var events = await running.Ask().AllAsync(Two);
            Assert.All(events.Ends(), end => Assert.Equal(ChainEnd.Stopped, end.End));
            Assert.Equal(2, events.Ends().Count());
        }
        Assert.Equal((1, 2), (a.Requests.Count, b.Requests.Count));
        Assert.All(a.Requests.Concat(b.Requests), sent => Assert.Equal(104, sent.Seed));
    }

    [Fact]
    public async Task What_fails_everywhere_fails_with_the_engines_own_words()
    {
        await using var a = await FakeEngine.StartAsync((_, context) => context.Refuse(503, "loading the model"));
        await using var b = await FakeEngine.StartAsync((_, context) => context.Refuse(503, "loading the model"));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        var events = await running.Ask().AllAsync(Two);
        Assert.Equal([4, 5], events.Ends().Select(end => end.Chain));
        Assert.All(events.Ends(), end => Assert.Equal(ChainEnd.Failed, end.End));
        Assert.Contains("503: loading the model", events.Ends().First().Reason, StringComparison.Ordinal);
        Assert.Equal((1, 1), (a.Requests.Count, b.Requests.Count));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_request_that_is_itself_at_fault_is_refused_in_the_engines_words_and_not_tried_elsewhere(int status)
    {
        await using var a = await FakeEngine.StartAsync((_, context) => context.Refuse(status, "too long"));
        await using var b = await FakeEngine.StartAsync((_, context) => context.Refuse(status, "too long"));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        Assert.Equal(
            [new ChainEvent.Ended(4, ChainEnd.Refused, "too long"), new ChainEvent.Ended(5, ChainEnd.Refused, "too long")],
            await running.Ask().AllAsync(Two));
        Assert.Equal(1, a.Requests.Count + b.Requests.Count);
    }

    public static TheoryData<string> Faults => ["reset", "close", "garbage", "error", "done", "silence"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_stream_lost_midway_fails_the_chains_not_ended_and_keeps_the_rest(string fault)
    {
        var heard = new TaskCompletionSource();
        await using var engine = await FakeEngine.StartAsync(async (_, context) =>
        {
            await context.Stream(Thought(0, "a"), Said(1, "2"), Finish(1));
            await heard.Task; // a reset also takes what has not been read yet
            if (fault == "reset") context.Abort();
            if (fault == "garbage") await context.Stream("{\"choices\":[{", Done);
            if (fault == "error") await context.Stream("""{"error":{"message":"out of memory"}}""", Done);
            if (fault == "done") await context.Stream(Done);
            if (fault == "silence") await context.Hang();
        });
        var options = RunningPool.Fast with { Idle = fault == "silence" ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(10) };
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Vllm, [engine.Address]), options);
        var events = new List<ChainEvent>();
        await foreach (var e in running.Ask().SampleAsync(Two, default))
        {
            events.Add(e);
            if (events.Count == 3) heard.SetResult();
        }
        Assert.Equal(
            [new ChainEvent.Thought(4, "a", 1), new ChainEvent.Said(5, "2", 1), new ChainEvent.Ended(5, ChainEnd.Stopped)],
            events.Take(3));
        var failed = Assert.IsType<ChainEvent.Ended>(Assert.Single(events.Skip(3)));
        Assert.Equal((4, ChainEnd.Failed), (failed.Chain, failed.End));
        Assert.Contains(running.Pool.Engines[0].Name, failed.Reason, StringComparison.Ordinal);
        Assert.Single(engine.Requests);
        Assert.Equal(0, running.Pool.Engines[0].ChainsInFlight);
    }

    [Fact]
    public async Task An_engine_that_does_not_begin_is_left_for_another()
    {
        await using var a = await FakeEngine.StartAsync((_, context) => context.Hang());
        await using var b = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Finish(1), Done));
        var options = RunningPool.Fast with { FirstChunk = TimeSpan.FromMilliseconds(500) };
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Vllm, [a.Address, b.Address]), options, ready: 2);
        for (var i = 0; i < 2; i++)
            Assert.All((await running.Ask().AllAsync(Two)).Ends(), end => Assert.Equal(ChainEnd.Stopped, end.End));
        Assert.Equal((1, 2), (a.Requests.Count, b.Requests.Count));
    }

    [Fact]
    public async Task A_field_that_an_engine_refuses_is_left_out_from_then_on()
    {
        await using var engine = await FakeEngine.StartAsync((request, context) => request.ThinkingTokenBudget is not null
            ? context.Refuse(400, "thinking_token_budget is set but reasoning_config is not configured")
            : context.Stream(Finish(0), Finish(1), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        for (var i = 0; i < 2; i++)
            Assert.All((await running.Ask().AllAsync(Two)).Ends(), end => Assert.Equal(ChainEnd.Stopped, end.End));
        Assert.Equal([50, null, null], engine.Requests.Select(request => request.ThinkingTokenBudget));
    }

    [Theory]
    [InlineData("vllm", true)]
    [InlineData("vllm", false)]
    [InlineData("llamacpp", true)]
    public async Task A_reader_that_leaves_stops_the_engine_at_once(string runtime, bool byToken)
    {
        var gone = new TaskCompletionSource();
        await using var engine = await FakeEngine.StartAsync(async (_, context) =>
        {
            await context.Stream(Thought(0, "a"));
            await context.Hang(gone);
        });
        await using var running = await RunningPool.StartAsync(EngineRuntime.Of(runtime), engine);
        using var enough = new CancellationTokenSource();
        try
        {
            await foreach (var _ in running.Ask().SampleAsync(Two, enough.Token))
            {
                if (!byToken) break;
                await enough.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (byToken)
        {
        }
        await gone.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, running.Pool.Engines[0].ChainsInFlight);
    }

    [Fact]
    public async Task What_had_come_when_it_was_cancelled_is_still_read()
    {
        const int Count = 50;
        await using var engine = await FakeEngine.StartAsync(async (_, context) =>
        {
            await context.Stream([.. Enumerable.Range(0, Count).Select(_ => Thought(0, "a")), Finish(1)]);
            await context.Hang();
        });
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        using var enough = new CancellationTokenSource();
        var events = new List<ChainEvent>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var e in running.Ask().SampleAsync(Two, enough.Token))
            {
                events.Add(e);
                if (events.Count > 1) continue;
                for (var tries = 0; running.Pool.Engines[0].ChainsInFlight > 1 && tries < 500; tries++) await Task.Delay(10);
                await enough.CancelAsync();
            }
        });
        Assert.Equal((Count, 1), (events.OfType<ChainEvent.Thought>().Count(), events.Ends().Count()));
    }

    [Fact]
    public async Task A_stream_read_to_its_end_leaves_its_connection_to_the_next()
    {
        var connections = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var engine = await FakeEngine.StartAsync((_, context) =>
        {
            connections.Add(context.Connection.Id);
            return context.Stream(Finish(0), Finish(1), Done);
        });
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        for (var i = 0; i < 10; i++) await running.Ask().AllAsync(Two);
        Assert.InRange(connections.Distinct().Count(), 1, 4);
    }

    [Fact]
    public async Task A_slow_reader_holds_back_and_loses_nothing()
    {
        const int Count = 2000;
        await using var engine = await FakeEngine.StartAsync((_, context) =>
            context.Stream([.. Enumerable.Range(0, Count).Select(_ => Thought(0, "a")), Finish(0), Finish(1), Done]));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        var events = 0;
        await foreach (var _ in running.Ask().SampleAsync(Two, default))
            if (events++ % 100 == 0) await Task.Yield();
        Assert.Equal(Count + 2, events);
    }

    [Fact]
    public async Task Without_any_engine_every_chain_fails()
    {
        using var pool = new EnginePool(new EnginePlaces(EngineRuntime.Vllm, []));
        var sampler = new ReasonOps.Engines.Chains.EngineChainSampler(pool, new());
        Assert.Equal(
            [new ChainEvent.Ended(4, ChainEnd.Failed, "no engine is ready"), new ChainEvent.Ended(5, ChainEnd.Failed, "no engine is ready")],
            await sampler.AllAsync(Two));
    }

    [Fact]
    public async Task Where_an_engine_comes_for_those_who_wait_it_is_waited_for()
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Finish(1), Done));
        var places = new EnginePlaces(EngineRuntime.Vllm, [], Comes: true);
        await using var running = await RunningPool.StartAsync(places, ready: 0);
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => { await foreach (var _ in running.Ask().SampleAsync(Two, enough.Token)) { } });

        var asked = running.Ask().AllAsync(Two);
        running.Pool.Move(places with { Fixed = [engine.Address] });
        Assert.All((await asked).Ends(), end => Assert.Equal(ChainEnd.Stopped, end.End));
    }
}
