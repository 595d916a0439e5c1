using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Running.Scripts;
using static ReasonOps.Reasoning.Tests.Running.ScriptedStrategy;

namespace ReasonOps.Reasoning.Tests.Running;

public class DraftTests
{
    private static Draft Next(int? parent = null) => new() { Parent = parent, Step = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_step_ends_behind_its_mark_and_the_next_goes_on_from_there(bool heeds)
    {
        var sampler = SteppingSampler.Create(3, heeds);
        var told = await StepAsync(sampler, InTurn([Next()], [Next(0)], [new Draft { Parent = 1 }]), seed: 7);
        Assert.Equal(["1;", "1;2;", "1;2;3;"], told.Result.Chains.Select(chain => chain.Reasoning));
        Assert.Equal([ChainEnd.Step, ChainEnd.Step, ChainEnd.Stopped], told.Result.Chains.Select(chain => chain.End));
        Assert.Equal([(null, 0, 2), (0, 2, 4), (1, 4, 7)], told.Result.Chains.Select(chain => (chain.Parent, chain.InheritedTokens, chain.ReasoningTokens)));
        Assert.Equal([null, null, "3"], told.Result.Chains.Select(chain => chain.Answer));
        Assert.Equal((8, 7, sampler.Emitted), (told.Result.Tokens.Winner, told.Result.Tokens.WinnerReasoning, told.Result.Tokens.Spent));
        Assert.Equal(["scripted"], told.Result.Notes);
        if (heeds) Assert.Equal((8, 0), (told.Result.Tokens.Spent, told.Result.Tokens.Cancelled));
    }

    [Fact]
    public async Task What_a_draft_says_is_what_the_engine_is_asked_for()
    {
        var sampler = SteppingSampler.Create(3);
        Turn[] turns = [new("assistant", "4"), new("user", "no")];
        await StepAsync(sampler, InTurn([Next() with { Turns = turns, Temperature = 0.7 }], [new Draft { Parent = 0, Closed = true }]), seed: 7);
        Assert.Equal(
            [
                new ChainsRequest(0, 1, 7, 100, 10) { Turns = turns, Temperature = 0.7, StepEnds = Semicolons.Ends },
                new ChainsRequest(1, 1, 7, 0, 10, new Continuation("1;", Closed: true)) { Turns = turns },
            ],
            sampler.Requests);
    }

    [Fact]
    public async Task Equal_drafts_in_a_row_share_a_request()
    {
        var sampler = SteppingSampler.Create(3);
        await StepAsync(sampler, InTurn([Next(), Next(), Next() with { Temperature = 0.5 }, Next()], [Next(1), Next(1), Next(2)]));
        Assert.Equal([(0, 2), (2, 1), (3, 1), (4, 2), (6, 1)], sampler.Requests.Select(request => (request.First, request.Count)));
        Assert.Equal([94 + 4, 98], sampler.Requests.Skip(3).Select(request => request.ReasoningTokens));
    }

    [Fact]
    public async Task A_chain_that_closes_its_thinking_within_a_step_answers()
    {
        var told = await StepAsync(SteppingSampler.Create(1), InTurn([Next()], [Next(0)]));
        Assert.Equal((ChainEnd.Stopped, "1;", "1"), (told.Result.Winner!.End, told.Result.Winner.Reasoning, told.Said));
    }

    [Theory]
    [InlineData("6;")]
    [InlineData("")]
    public async Task An_answer_that_the_end_of_a_step_cut_short_is_asked_for_whole(string cut)
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is null ? [.. Thinking(chain, 3), .. Answering(chain, cut)] : Answering(chain, "6;7"));
        var told = await StepAsync(sampler, InTurn([Next()]));
        Assert.Equal(("6;7", "aaa", false, 3 + cut.Length + 3), (told.Said, told.Result.Reasoning, told.Result.Winner!.Forced, told.Result.Tokens.Spent));
        Assert.Equal(new Continuation("aaa", Closed: true), sampler.Requests.Last().Continues);
    }

    [Fact]
    public async Task A_step_is_found_however_its_end_is_cut_into_pieces()
    {
        var sampler = new ScriptedSampler((_, chain) => [
            new ChainEvent.Thought(chain, "ab\n", 3), new ChainEvent.Thought(chain, "\ncd", 3), new ChainEvent.Thought(chain, "late", 4), null]);
        var told = await RunAsync(sampler, InTurn([Next()]), Budget());
        Assert.Equal(("ab\n\n", 4, ChainEnd.Step), (told.Result.Chains[0].Reasoning, told.Result.Chains[0].ReasoningTokens, told.Result.Chains[0].End));
        Assert.Equal((sampler.Emitted, 0), (told.Result.Tokens.Spent, sampler.Live));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_path_has_one_budget(bool heeds)
    {
        var sampler = SteppingSampler.Create(9, heeds);
        var told = await StepAsync(sampler, InTurn([Next()], [Next(0)], [Next(1)], [Next(2)]), reasoning: 5);
        Assert.Equal([5, 3, 1], sampler.Requests.Take(3).Select(request => request.ReasoningTokens));
        Assert.All(told.Result.Chains, chain => Assert.InRange(chain.ReasoningTokens, 0, 5));
        var last = told.Result.Winner!;
        Assert.Equal(("9", 5, true), (last.Answer, last.ReasoningTokens, last.Forced));
    }

    [Fact]
    public async Task A_parent_that_has_spent_the_budget_can_only_be_answered_from()
    {
        var sampler = SteppingSampler.Create(9);
        var told = await StepAsync(sampler, InTurn([Draft.Fresh], [new Draft { Parent = 0, Append = "Wait" }]), reasoning: 4);
        Assert.Equal(new Continuation("1;2;", Closed: true), sampler.Requests.Last().Continues);
        Assert.Equal(("1;2;", "9", 4), (told.Result.Winner!.Reasoning, told.Said, told.Result.Winner.ReasoningTokens));
    }

    [Fact]
    public async Task What_is_put_behind_the_thinking_counts_in_the_path_but_was_not_drawn()
    {
        var sampler = new ScriptedSampler((request, chain) => [.. Thinking(chain, 3), .. Answering(chain, request.Continues is null ? "1" : "2")]);
        var told = await RunAsync(sampler, InTurn([Draft.Fresh], [new Draft { Parent = 0, Append = "Wait" }]), Budget());
        Assert.Equal(new Continuation("aaaWait", Closed: false), sampler.Requests.Last().Continues);
        Assert.Equal(("aaaWaitaaa", 7, 10), (told.Result.Reasoning, told.Result.Winner!.InheritedTokens, told.Result.Winner.ReasoningTokens));
        Assert.Equal((8, 11, "aaaWaitaaa", "2"), (told.Result.Tokens.Spent, told.Result.Tokens.Winner, told.Thought, told.Said));
    }

    [Fact]
    public async Task What_was_said_by_a_chain_that_is_gone_on_from_is_not_told()
    {
        var sampler = new ScriptedSampler((request, chain) => [.. Thinking(chain, 3), .. Answering(chain, request.Continues is null ? "1" : "2")]);
        var told = await RunAsync(sampler, InTurn([Draft.Fresh], [new Draft { Parent = 0 }]), Budget());
        Assert.Equal(("aaaaaa", "2", "2"), (told.Thought, told.Said, told.Result.Content));
    }

    [Fact]
    public async Task After_something_was_said_live_no_other_chain_is_drawn()
    {
        var sampler = SteppingSampler.Create(2);
        var strategy = new ScriptedStrategy(run => run.Ended.Count < 3 ? Decision.Start(1) : Answer(run), asked: 1, live: true);
        var told = await RunAsync(sampler, strategy, Budget());
        Assert.Equal(("2", 1), (told.Said, told.Result.Chains.Count));
    }

    [Fact]
    public async Task The_thinking_that_is_told_is_of_the_path_that_is_gone_on_with()
    {
        var sampler = new ScriptedSampler((request, chain) => [
            .. $"{(char)('a' + chain)};".Select(character => new ChainEvent.Thought(chain, character.ToString(), 1)), .. request.StepEnds.Count > 0 ? [] : Answering(chain, "1")]);
        var told = await StepAsync(sampler, InTurn([Next()], [Next(0), Next(0)], [Next(2), Next(2)], [new Draft { Parent = 4 }]));
        // b; was given up for c;, and d; for e;.
        Assert.StartsWith("a;b;c;d;", told.Thought, StringComparison.Ordinal);
        Assert.Equal("a;c;e;f;", told.Result.Reasoning);
        Assert.EndsWith("e;f;", told.Thought, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_of_parents_that_are_not_there_are_left_out()
    {
        var sampler = SteppingSampler.Create(2);
        var told = await StepAsync(sampler, InTurn([Next(0), Next(-1), Next(99), Draft.Fresh]));
        Assert.Equal(("2", 1), (told.Said, told.Result.Chains.Count));
    }

    [Fact]
    public async Task A_search_that_can_have_no_more_is_asked_for_an_answer()
    {
        var sampler = SteppingSampler.Create(30);
        var forEver = new ScriptedStrategy(run => run.IsQuiet ? new Decision.More { Draw = [Next(run.Ended.Count == 0 ? null : run.Ended[^1].Index)] } : new Decision.Wait());
        // Thirty tokens hold a chain in full until eleven of them are spent.
        var told = await StepAsync(sampler, forEver, reasoning: 20, request: 30);
        Assert.Equal((RunEnd.Answered, "30"), (told.Result.End, told.Said));
        Assert.InRange(told.Result.Tokens.Spent, 4, 30);
    }

    [Fact]
    public async Task A_search_without_end_is_stopped()
    {
        var sampler = new ScriptedSampler((_, chain) => [new ChainEvent.Ended(chain, ChainEnd.Step)]);
        var forEver = new ScriptedStrategy(run => new Decision.More { Draw = [Next()] }, asked: 1);
        var told = await StepAsync(sampler, forEver);
        Assert.Equal(RunEnd.Failed, told.Result.End);
        Assert.InRange(told.Result.Chains.Count, 20, 2000);
    }

    [Fact]
    public async Task What_is_refused_when_gone_on_with_is_no_refusal_of_the_question()
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is null
            ? SteppingSampler.Script(request, chain, 2, heeds: true) : [new ChainEvent.Ended(chain, ChainEnd.Refused, "too long")]);
        var told = await StepAsync(sampler, InTurn([Next()], [Next(0)], [Draft.Fresh]));
        Assert.Equal((ChainEnd.Failed, "too long"), (told.Result.Chains[1].End, told.Result.Chains[1].Reason));
        Assert.Equal((RunEnd.Answered, "2"), (told.Result.End, told.Said));
    }
}
