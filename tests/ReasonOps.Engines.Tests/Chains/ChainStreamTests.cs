using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Runtimes;
using ReasonOps.OpenAi;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Chains;

public sealed class ChainStreamTests
{
    private static readonly ChainsRequest One = new(3, 1, null, 8, 8);

    [Fact]
    public void Deltas_without_token_ids_count_one_token_each() =>
        Assert.Equal(
            [new ChainEvent.Thought(3, "1+1=2;", 1), new ChainEvent.Said(3, "2", 1), new ChainEvent.Ended(3, ChainEnd.Stopped)],
            Read(One, thinkTags: false, Thought(0, "1+1=2;", null), Said(0, "2", null), Finish(0)));

    [Fact]
    public void The_older_name_of_reasoning_is_read_alike() =>
        Assert.Equal([new ChainEvent.Thought(3, "ab", 2)], Read(One, thinkTags: false, Delta(0, "\"reasoning_content\":\"ab\"", 2)));

    [Fact]
    public void The_tokens_that_end_the_thinking_and_the_answer_have_no_text() =>
        Assert.Equal(
            [
                new ChainEvent.Thought(3, "a", 1), new ChainEvent.Thought(3, "", 1), new ChainEvent.Said(3, "2", 1),
                new ChainEvent.Said(3, "", 1), new ChainEvent.Ended(3, ChainEnd.Stopped),
            ],
            Read(One, thinkTags: false, Thought(0, "a"), Delta(0, "", 1), Said(0, "2"), Finish(0, tokens: 1)));

    [Theory]
    [InlineData("stop", 2, 1)]
    [InlineData("length", 3, 0)]
    public void The_token_that_ends_the_answer_may_come_with_its_last_text(string reason, int tokens, int marks)
    {
        var events = Read(One, thinkTags: false, Delta(0, "\"content\":\"63\"", 3, reason));
        Assert.Equal(new ChainEvent.Said(3, "63", tokens), events[0]);
        Assert.Equal(marks, events.Skip(1).OfType<ChainEvent.Said>().Sum(said => said.Tokens));
    }

    [Fact]
    public void An_engine_that_sends_tokens_without_text_for_ever_is_counted_all_the_same()
    {
        var events = Read(One, thinkTags: false, [.. Enumerable.Repeat(Delta(0, "", 1), 100)]);
        Assert.InRange(events.OfType<ChainEvent.Thought>().Sum(thought => thought.Tokens), 90, 100);
    }

    [Fact]
    public void Tags_left_in_the_content_are_taken_for_what_they_are() =>
        Assert.Equal(
            [new ChainEvent.Thought(3, "a", 2), new ChainEvent.Thought(3, "b", 1), new ChainEvent.Thought(3, "", 1), new ChainEvent.Said(3, "2", 1), new ChainEvent.Ended(3, ChainEnd.Length)],
            Read(One, thinkTags: true, Said(0, "<think>\n"), Said(0, "a"), Said(0, "b</th"), Said(0, "ink>"), Said(0, "\n2"), Finish(0, "length")));

    [Fact]
    public void Tags_in_the_answer_of_an_engine_that_separates_stay_where_they_are() =>
        Assert.Equal(
            ["a", "<think>"],
            Read(One, thinkTags: true, Thought(0, "a"), Said(0, "<think>")).Select(Text));

    [Fact]
    public void A_chain_whose_thinking_was_closed_only_answers()
    {
        var closed = One with { Continues = new Continuation("so", Closed: true) };
        Assert.Equal([new ChainEvent.Said(3, "6", 1), new ChainEvent.Said(3, "3", 1)], Read(closed, thinkTags: true, Thought(0, "6"), Said(0, "3")));
    }

    [Fact]
    public void A_server_that_thinks_anew_instead_of_answering_is_not_taken_at_its_word()
    {
        var closed = One with { Continues = new Continuation("so", Closed: true) };
        Assert.Equal(
            [new ChainEvent.Thought(3, "7*8", 1), new ChainEvent.Said(3, "63", 1)],
            Read(closed, EngineRuntime.OpenAi, Thought(0, "7*8"), Said(0, "63")));
    }

    [Fact]
    public void A_chain_gone_on_with_is_still_thinking()
    {
        var open = One with { Continues = new Continuation("so", Closed: false) };
        Assert.Equal(["7", "63"], Read(open, thinkTags: true, Said(0, "7</think>"), Said(0, "63")).Select(Text));
    }

    [Theory]
    [InlineData("stop", ChainEnd.Stopped)]
    [InlineData("length", ChainEnd.Length)]
    [InlineData("content_filter", ChainEnd.Failed)]
    [InlineData("abort", ChainEnd.Failed)]
    public void Why_a_choice_finished_says_how_its_chain_ended(string reason, ChainEnd end) =>
        Assert.Equal(end, Assert.IsType<ChainEvent.Ended>(Assert.Single(Read(One, thinkTags: false, Finish(0, reason)))).End);

    [Fact]
    public void Choices_nobody_asked_for_and_what_comes_after_an_end_are_left_out() =>
        Assert.Single(Read(One, thinkTags: false, Finish(0), Said(0, "late"), Said(1, "who"), Said(-1, "what")));

    [Fact]
    public void The_prompt_is_reported_once() =>
        Assert.Equal([new ChainEvent.Prompted(3, 20, 16)], Read(One, thinkTags: false, Usage(20, 16), Usage(20, 16)));

    [Fact]
    public void Every_token_is_counted_once_whatever_the_deltas() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(bool Reasons, bool Says, byte Tokens)[]>(),
            deltas =>
            {
                var wire = deltas.Select(delta => Delta(0, Fields(delta.Reasons, delta.Says), delta.Tokens % 4)).Append(Finish(0, tokens: 1));
                var events = Read(One, thinkTags: false, [.. wire]);
                var counted = events.OfType<ChainEvent.Thought>().Sum(e => e.Tokens) + events.OfType<ChainEvent.Said>().Sum(e => e.Tokens);
                Assert.Equal(deltas.Sum(delta => delta.Tokens % 4) + 1, counted);
            }).QuickCheckThrowOnFailure();

    private static string Fields(bool reasons, bool says) =>
        string.Join(',', new[] { reasons ? "\"reasoning\":\"abc\"" : null, says ? "\"content\":\"d\"" : null }.OfType<string>());

    private static string Text(ChainEvent e) => e is ChainEvent.Thought thought ? thought.Text : ((ChainEvent.Said)e).Text;

    private static List<ChainEvent> Read(ChainsRequest asked, bool thinkTags, params string[] chunks) =>
        Read(asked, thinkTags ? EngineRuntime.Vllm : EngineRuntime.Onnx, chunks);

    private static List<ChainEvent> Read(ChainsRequest asked, EngineRuntime runtime, params string[] chunks)
    {
        var events = new List<ChainEvent>();
        var stream = new ChainStream(asked, runtime, reportsPrompt: true, events.Add);
        foreach (var chunk in chunks) stream.Read(JsonSerializer.Deserialize(chunk, OpenAiJson.Default.ChatResponse)!);
        return events;
    }
}
