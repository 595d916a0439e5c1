using System.Globalization;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Chains;

/// <summary>What a search asks of an engine: steps, turns, temperatures, confidences.</summary>
public sealed class StepRequestTests
{
    private static readonly ChainsRequest Step = new(4, 1, 1, 50, 10, new Continuation("1;", Closed: false))
    {
        StepEnds = [";"], Turns = [new("assistant", "4"), new("user", "no")], Temperature = 0.25,
    };

    private static readonly ChatRequest Question = new() { Model = "m", Messages = [new() { Role = "user", Content = "1+1=" }], Temperature = 1 };

    [Theory]
    [InlineData("onnx", true)]
    [InlineData("vllm", true)]
    [InlineData("sglang", false)]
    [InlineData("llamacpp", false)]
    [InlineData("openai", false)]
    public async Task A_step_is_asked_for_where_it_can_be(string runtime, bool can)
    {
        var sent = await SentAsync(runtime, Question, Step);
        Assert.Equal(can ? [";"] : null, sent.Stop);
        Assert.Equal(can ? true : null, sent.IncludeStopStrInOutput);
        Assert.Equal(0.25, sent.Temperature);
        Assert.Equal(["user", "assistant", "user", "assistant"], sent.Messages!.Select(message => message.Role));
        Assert.Equal(["1+1=", "4", "no"], sent.Messages!.Take(3).Select(message => message.Content));
        Assert.Null(sent.Logprobs);
    }

    [Fact]
    public async Task A_whole_chain_is_asked_for_as_the_question_has_it()
    {
        var sent = await SentAsync("vllm", Question with { Stop = ["x"], Logprobs = true, TopLogprobs = 2 }, new(0, 1, 1, 50, 10));
        Assert.Equal(("x", null, 1, 2), (sent.Stop!.Single(), sent.IncludeStopStrInOutput, sent.Temperature, sent.TopLogprobs));
    }

    [Fact]
    public async Task A_callers_own_stop_texts_stay_as_they_are()
    {
        var sent = await SentAsync("vllm", Question with { Stop = ["x"] }, Step);
        Assert.Equal(("x", null), (sent.Stop!.Single(), sent.IncludeStopStrInOutput));
    }

    [Fact]
    public async Task Fields_for_steps_and_confidences_that_are_refused_are_left_out_from_then_on()
    {
        await using var engine = await FakeEngine.StartAsync((request, context) =>
            request.IncludeStopStrInOutput is not null ? context.Refuse(400, "include_stop_str_in_output: extra fields not permitted")
            : request.TopLogprobs is not null ? context.Refuse(422, "top_logprobs is above what is allowed")
            : context.Stream(Thought(0, "2;"), Finish(0), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        for (var i = 0; i < 2; i++)
        {
            var events = await running.Ask(Question).AllAsync(Step with { Confidences = true });
            Assert.Equal([new ChainEvent.Thought(4, "2;", 1), new ChainEvent.Ended(4, ChainEnd.Stopped)], events);
        }
        Assert.Equal(4, engine.Requests.Count);
        Assert.Equal((null, null, null), (engine.Requests.Last().Stop, engine.Requests.Last().IncludeStopStrInOutput, engine.Requests.Last().Logprobs));
    }

    [Fact]
    public async Task Confidences_are_those_of_the_tokens_they_come_with()
    {
        // A token without text waits for the next, and its confidence with it; -9999 is vLLM's minus infinity.
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(
            Likely("reasoning", "a", [-1, -2, -3]), Likely("reasoning", "", [-4, -4]), Likely("reasoning", "b", [-5, -9999]),
            Likely("content", "7", [-0.5]), Likely("content", "8", []), Finish(0), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        var events = await running.Ask(Question).AllAsync(new ChainsRequest(0, 1, 1, 50, 10) { Confidences = true });
        Assert.Equal((true, TokenConfidences.Top), (engine.Requests.Single().Logprobs, engine.Requests.Single().TopLogprobs));
        Assert.Equal([(1, "2"), (2, "4 5"), (1, "0.5"), (1, "")], events.SkipLast(1).Select(e => e switch
        {
            ChainEvent.Thought thought => (thought.Tokens, Shown(thought.Confidences)),
            ChainEvent.Said said => (said.Tokens, Shown(said.Confidences)),
            _ => (0, ""),
        }));
    }

    private static async Task<ChatRequest> SentAsync(string runtime, ChatRequest question, ChainsRequest asked)
    {
        await using var engine = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Done));
        await using var running = await RunningPool.StartAsync(EngineRuntime.Of(runtime), engine);
        await running.Ask(question).AllAsync(asked);
        return Assert.Single(engine.Requests);
    }

    private static string Shown(IReadOnlyList<double>? confidences) =>
        string.Join(' ', (confidences ?? []).Select(confidence => confidence.ToString(CultureInfo.InvariantCulture)));

    private static string Likely(string field, string text, double[] logprobs)
    {
        var top = string.Join(',', logprobs.Select(logprob => string.Create(CultureInfo.InvariantCulture, $$"""{"token":"x","logprob":{{logprob}}}""")));
        return $$$"""{"choices":[{"index":0,"delta":{"{{{field}}}":"{{{text}}}"},"finish_reason":null,"token_ids":[1],"logprobs":{"content":[{"token":"x","logprob":-1,"top_logprobs":[{{{top}}}]}]}}]}""";
    }
}
