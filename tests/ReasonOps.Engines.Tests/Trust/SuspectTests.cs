using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Engines.Tests.Trust;

public sealed class SuspectTests
{
    [Fact]
    public async Task An_engine_whose_votes_lose_too_often_is_drained_and_used_only_while_no_other_is_ready()
    {
        await using var a = await FakeEngine.StartAsync();
        await using var b = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        var (bad, good) = (running.Pool.Engines[0], running.Pool.Engines[1]);
        for (var request = 0; request < 500; request++) running.Pool.Witness(new Dictionary<Engine, double> { [good] = 0.1, [bad] = 0.7 });

        Assert.Equal(EngineState.Suspect, bad.State);
        Assert.Contains("lose more often", bad.Reason, StringComparison.Ordinal);
        Assert.Equal(EngineState.Ready, good.State);
        Assert.Same(good, Leased(running.Pool, prefix: bad));
        b.Health = 503;
        await RunningPool.UntilAsync(() => good.State == EngineState.Down);
        Assert.Same(bad, Leased(running.Pool, prefix: null));
        b.Health = 200;
        await RunningPool.UntilAsync(() => good.State == EngineState.Ready);
        Assert.Equal(EngineState.Suspect, bad.State);
    }

    [Fact]
    public async Task One_that_answers_a_greedy_question_otherwise_than_most_is_drained()
    {
        await using var a = await FakeEngine.StartAsync(Says("24"));
        await using var b = await FakeEngine.StartAsync(Says("24"));
        await using var c = await FakeEngine.StartAsync(Says("25"));
        await using var running = await StartAsync("m", a, b, c);
        var bad = running.Pool.Engines.Single(engine => engine.Address.Url == c.Url);
        await RunningPool.UntilAsync(() => bad.State == EngineState.Suspect);
        Assert.Contains("greedy", bad.Reason, StringComparison.Ordinal);
        Assert.Equal(2, running.Pool.Engines.Count(engine => engine.State == EngineState.Ready));
        Assert.All(c.Requests, request => Assert.Equal((0.0, "m"), (request.Temperature, request.Model)));
    }

    [Fact]
    public async Task Two_that_differ_have_no_majority_and_both_go_on()
    {
        await using var a = await FakeEngine.StartAsync(Says("24"));
        await using var b = await FakeEngine.StartAsync(Says("25"));
        await using var running = await StartAsync("m", a, b);
        await RunningPool.UntilAsync(() => a.Requests.Count > 5 && b.Requests.Count > 5);
        Assert.All(running.Pool.Engines, engine => Assert.Equal(EngineState.Ready, engine.State));
    }

    [Fact]
    public async Task One_that_cannot_answer_the_question_is_not_suspected_for_it()
    {
        await using var a = await FakeEngine.StartAsync(Says("24"));
        await using var b = await FakeEngine.StartAsync(Says("24"));
        await using var c = await FakeEngine.StartAsync((_, context) => context.Refuse(400, "no such letter"));
        await using var running = await StartAsync("m", a, b, c);
        await RunningPool.UntilAsync(() => a.Requests.Count > 5 && b.Requests.Count > 5 && c.Requests.Count > 5);
        Assert.All(running.Pool.Engines, engine => Assert.Equal(EngineState.Ready, engine.State));
    }

    private static Task<RunningPool> StartAsync(string model, params FakeEngine[] engines) => RunningPool.StartAsync(
        new EnginePlaces(EngineRuntime.Vllm, [.. engines.Select(engine => engine.Address)], Model: model),
        RunningPool.Fast with { CanaryEvery = TimeSpan.FromMilliseconds(100) }, ready: engines.Length);

    private static Engine Leased(EnginePool pool, Engine? prefix)
    {
        using var lease = pool.TryLease(1, 10, prefix);
        return lease!.Engine;
    }

    private static FakeEngine.Script Says(string text) => (_, context) =>
    {
        context.Response.ContentType = JsonBody.ContentType;
        JsonBody.Write(context.Response.BodyWriter, new ChatResponse
        {
            Id = "c", Object = ChatResponse.Whole, Model = "m",
            Choices = [new ChatChoice { Message = new ChatMessage { Role = "assistant", Content = text }, FinishReason = "stop" }],
        }, OpenAiJson.Default.ChatResponse);
        return context.Response.BodyWriter.FlushAsync().AsTask();
    };
}
