using System.Text;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Chains;

/// <summary>Each token with its log probability, and which weights drew it, as engines say the one and the other.</summary>
public sealed class DrawnTokenTests
{
    private static readonly ChainsRequest Asked = new(0, 1, 1, 50, 10) { Logprobs = true };

    private static ChatRequest Question => new() { Model = "m", Messages = [new() { Role = "user", Content = "1+1=" }] };

    [Fact]
    public async Task Tokens_come_before_the_texts_they_make_with_ids_where_there_are_as_many()
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(
            """{"choices":[{"index":0,"delta":{"reasoning":"a"},"token_ids":[7],"logprobs":{"content":[{"token":"a","logprob":-0.5,"bytes":[97]}]}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"b"},"token_ids":[8],"logprobs":{"content":[{"token":"</think>","logprob":-1},{"token":"b","logprob":-2,"bytes":[98]}]},"finish_reason":"stop"}]}""",
            Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        var events = await running.Ask(Question).AllAsync(Asked);

        Assert.Equal((true, null), (engine.Requests.Single().Logprobs, engine.Requests.Single().TopLogprobs));
        Assert.Equal(["Drawn", "Thought", "Drawn", "Said", "Ended"], events.Select(e => e.GetType().Name).Where(name => name is not "Prompted"));
        var tokens = events.OfType<ChainEvent.Drawn>().SelectMany(drawn => drawn.Tokens).ToArray();
        Assert.Equal(["a", "</think>", "b"], tokens.Select(token => Encoding.UTF8.GetString(token.Bytes.Span)));
        Assert.Equal([-0.5, -1, -2], tokens.Select(token => token.Logprob));
        Assert.Equal([7, null, null], tokens.Select(token => token.Id));
    }

    [Fact]
    public async Task An_engine_that_refuses_them_draws_without()
    {
        await using var engine = await FakeEngine.StartAsync((request, context) =>
            request.Logprobs is not null ? context.Refuse(400, "logprobs are off here") : context.Stream(Said(0, "2"), Finish(0), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        var events = await running.Ask(Question).AllAsync(Asked);
        Assert.Equal(ChainEnd.Stopped, Assert.IsType<ChainEvent.Ended>(events[^1]).End);
        Assert.Empty(events.OfType<ChainEvent.Drawn>());
    }

    [Theory]
    [InlineData("\"system_fingerprint\":\"fp_1\"", "fp_1")]
    [InlineData("\"metadata\":{\"weight_version\":\"step-12\"},\"system_fingerprint\":\"fp_1\"", "step-12")]
    [InlineData("\"sglext\":{\"weight_version\":\"step-13\"}", "step-13")]
    [InlineData("\"metadata\":{\"weight_version\":null}", "/models/policy")]
    [InlineData("\"metadata\":\"x\"", "/models/policy")]
    public async Task The_weights_are_what_the_answer_says_else_what_the_engine_serves(string said, string weights)
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(
            $$$"""{{{{said}}},"choices":[{"index":0,"delta":{"content":"2"},"finish_reason":"stop"}]}""", Done));
        engine.Root = "/models/policy";
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.SgLang, [engine.Address]), RunningPool.Fast with { Identifies = true });
        var events = await running.Ask(Question).AllAsync(Asked);
        Assert.Equal(weights, Assert.IsType<ChainEvent.Ended>(events[^1]).Weights);
    }

    [Fact]
    public async Task An_engine_that_does_not_say_what_it_serves_is_well_all_the_same()
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(Said(0, "2"), Finish(0), Done));
        engine.Models = 404;
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Vllm, [engine.Address]), RunningPool.Fast with { Identifies = true });
        var events = await running.Ask(Question).AllAsync(Asked);
        Assert.Null(Assert.IsType<ChainEvent.Ended>(events[^1]).Weights);
    }
}
