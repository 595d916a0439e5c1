using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using static ReasonOps.Reasoning.Tests.Running.Scripts;

namespace ReasonOps.Reasoning.Tests.Running;

public class BudgetTests
{
    [Fact]
    public async Task A_chain_cut_by_its_budget_still_votes()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 50, "63"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20), seed: 5);
        var chain = told.Result.Winner!;
        Assert.Equal((RunEnd.Answered, "63", "63"), (told.Result.End, told.Said, chain.Answer));
        Assert.Equal((20, 2, true, new string('a', 20)), (chain.ReasoningTokens, chain.AnswerTokens, chain.Forced, chain.Reasoning));
        Assert.Equal(new string('a', 20), told.Thought);
        Assert.Equal(new ChainsRequest(0, 1, 5, 20, 10), sampler.Requests.First());
        Assert.Equal(new ChainsRequest(0, 1, 5, 0, 10, new Continuation(new string('a', 20), Closed: true)), sampler.Requests.Last());
    }

    [Fact]
    public async Task What_comes_beyond_a_budget_is_spent_but_not_the_chains()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 50, "63"));
        var tokens = (await RunAsync(sampler, OneChain, Budget(reasoning: 20))).Result.Tokens;
        Assert.Equal((22, 20), (tokens.Winner, tokens.WinnerReasoning));
        Assert.Equal((sampler.Emitted, sampler.EmittedReasoning), (tokens.Spent, tokens.SpentReasoning));
        Assert.InRange(tokens.SpentReasoning, 21, 50);
    }

    [Fact]
    public async Task An_engine_that_keeps_to_the_budget_is_not_asked_again()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedful(request, chain, 50, "63"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20));
        Assert.Single(sampler.Requests);
        Assert.Equal((20, true), (told.Result.Winner!.ReasoningTokens, told.Result.Winner.Forced));
    }

    [Theory]
    [InlineData(WhenSpent.ForceAnswer)]
    [InlineData(WhenSpent.Truncate)]
    [InlineData(WhenSpent.Fail)]
    public async Task The_marks_that_end_the_thinking_and_the_answer_are_counted_and_cut_nothing(WhenSpent whenSpent)
    {
        var sampler = new ScriptedSampler((_, chain) =>
        [
            .. Thinking(chain, 5), new ChainEvent.Thought(chain, "", 1),
            .. Answering(chain, "63").SkipLast(1), new ChainEvent.Said(chain, "", 1), new ChainEvent.Ended(chain, ChainEnd.Stopped),
        ]);
        foreach (var (budget, winner) in new[] { (Budget(5, 2, whenSpent: whenSpent), 7), (Budget(6, 3, whenSpent: whenSpent), 9) })
        {
            var told = await RunAsync(sampler, OneChain, budget);
            Assert.Equal((RunEnd.Answered, "63", "aaaaa"), (told.Result.End, told.Said, told.Thought));
            Assert.Equal((winner, 9, 6), (told.Result.Tokens.Winner, told.Result.Tokens.Spent, told.Result.Tokens.SpentReasoning));
        }
        Assert.Equal(2, sampler.Requests.Count);
    }

    [Fact]
    public async Task Tokens_without_text_that_do_not_end_are_cut_all_the_same()
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is null
            ? Enumerable.Range(0, 5).Select(_ => new ChainEvent.Thought(chain, "", 9)) : Answering(chain, "2"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20));
        Assert.Equal(("2", 20, true), (told.Said, told.Result.Winner!.ReasoningTokens, told.Result.Winner.Forced));
    }

    [Fact]
    public async Task A_chain_within_its_budget_is_not_forced()
    {
        var told = await RunAsync(new ScriptedSampler((request, chain) => Heedful(request, chain, 19, "63")), OneChain, Budget(reasoning: 20));
        Assert.False(told.Result.Winner!.Forced);
    }

    [Fact]
    public async Task Text_of_many_tokens_is_split_where_the_budget_ends()
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is null
            ? [new ChainEvent.Thought(chain, "abcdefghij", 10), .. Answering(chain, "1")] : Answering(chain, "2"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 4));
        Assert.Equal(("abcd", "2", 4), (told.Thought, told.Said, told.Result.Winner!.ReasoningTokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_truncated_chain_ends_without_a_vote(bool heedful)
    {
        var sampler = new ScriptedSampler((request, chain) => heedful ? Heedful(request, chain, 50, "63") : Heedless(request, chain, 50, "63"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20, whenSpent: WhenSpent.Truncate));
        Assert.Equal((RunEnd.Length, "", 20), (told.Result.End, told.Said, told.Result.Winner!.ReasoningTokens));
        Assert.Equal((null, ChainEnd.Length), (told.Result.Winner.Answer, told.Result.Winner.End));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_spent_budget_fails_the_run_that_wants_it_so(bool heedful)
    {
        var sampler = new ScriptedSampler((request, chain) => heedful ? Heedful(request, chain, 50, "63") : Heedless(request, chain, 50, "63"));
        var told = await RunAsync(sampler, Vote(3), Budget(reasoning: 20, whenSpent: WhenSpent.Fail));
        Assert.Equal((RunEnd.BudgetSpent, null, ""), (told.Result.End, told.Result.Winner, told.Said));
        Assert.Contains("spent its 20 reasoning tokens", told.Result.FailureReason, StringComparison.Ordinal);
        Assert.Equal(0, sampler.Live);
    }

    [Theory]
    [InlineData(WhenSpent.Truncate)]
    [InlineData(WhenSpent.Fail)]
    public async Task A_chain_that_ends_on_its_budget_has_not_overstepped_it(WhenSpent whenSpent)
    {
        var sampler = new ScriptedSampler((request, chain) => Heedful(request, chain, 20, "63"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20, whenSpent: whenSpent));
        Assert.Equal((RunEnd.Answered, "63"), (told.Result.End, told.Said));
    }

    [Fact]
    public async Task A_chain_that_an_engine_ends_in_mid_thought_is_asked_for_its_answer()
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is null
            ? [.. Thinking(chain, 5), new ChainEvent.Ended(chain, ChainEnd.Length)] : Answering(chain, "63"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20));
        Assert.Equal(("63", 5, true), (told.Said, told.Result.Winner!.ReasoningTokens, told.Result.Winner.Forced));
    }

    [Fact]
    public async Task A_chain_that_thinks_on_when_asked_for_its_answer_is_given_up()
    {
        var sampler = new ScriptedSampler((_, chain) => Thinking(chain, 100_000));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 20, answer: 10));
        Assert.Equal((RunEnd.Length, 20, 2), (told.Result.End, told.Result.Winner!.ReasoningTokens, sampler.Requests.Count));
        Assert.Equal(sampler.Emitted, told.Result.Tokens.Spent);
    }

    [Fact]
    public async Task A_budget_of_no_thinking_asks_for_the_answer_at_once()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 3, "63"));
        var told = await RunAsync(sampler, OneChain, Budget(reasoning: 0));
        Assert.Equal(("", "63", true), (told.Thought, told.Said, told.Result.Winner!.Forced));
    }

    [Fact]
    public async Task An_answer_is_cut_at_its_budget_and_votes_with_what_it_said()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 3, new string('7', 500)));
        var told = await RunAsync(sampler, OneChain, Budget(answer: 4));
        Assert.Equal((RunEnd.Length, "7777", "7777", 4), (told.Result.End, told.Said, told.Result.Winner!.Answer, told.Result.Winner.AnswerTokens));
        Assert.Equal(0, sampler.Live);
    }

    [Fact]
    public async Task A_wave_is_shrunk_to_what_the_request_can_hold()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedful(request, chain, 20, "1234567890"));
        var told = await RunAsync(sampler, Vote(8), Budget(reasoning: 20, answer: 10, request: 100));
        Assert.Equal([3], sampler.Requests.Select(request => request.Count));
        Assert.Equal((RunEnd.Answered, 3, 8, 90), (told.Result.End, told.Result.Cast, told.Result.Asked, told.Result.Tokens.Spent));
    }

    [Fact]
    public async Task What_chains_leave_of_the_request_starts_more_of_them()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedful(request, chain, 1, "1"));
        var told = await RunAsync(sampler, Vote(8), Budget(reasoning: 20, answer: 10, request: 100));
        Assert.Equal((8, 16), (told.Result.Cast, told.Result.Tokens.Spent));
        Assert.True(sampler.Requests.Count > 1);
    }

    [Fact]
    public async Task A_request_too_small_for_one_chain_gets_one_that_thinks_less()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedful(request, chain, 500, "63"));
        var told = await RunAsync(sampler, Vote(3), Budget(reasoning: 100, answer: 10, request: 40));
        Assert.Equal((30, "63", 1), (told.Result.Winner!.ReasoningTokens, told.Said, told.Result.Cast));
    }

    [Theory]
    [InlineData(WhenSpent.ForceAnswer, RunEnd.Answered)]
    [InlineData(WhenSpent.Truncate, RunEnd.Length)]
    [InlineData(WhenSpent.Fail, RunEnd.BudgetSpent)]
    public async Task A_request_overdrawn_before_any_chain_ended_does_what_the_budget_says(WhenSpent whenSpent, RunEnd end)
    {
        // One text of a thousand tokens, as from an engine that does not stream.
        var sampler = new ScriptedSampler((request, chain) => request.Continues is not null ? Answering(chain, "63")
            : chain == 1 ? [new ChainEvent.Thought(chain, new string('b', 1000), 1000)] : [null]);
        var told = await RunAsync(sampler, Vote(3), Budget(reasoning: 20, answer: 10, request: 90, whenSpent: whenSpent), time: new FakeTime());
        Assert.Equal(end, told.Result.End);
        Assert.Equal(0, sampler.Live);
    }

    [Fact]
    public async Task A_request_overdrawn_later_votes_with_what_has_ended()
    {
        var sampler = new ScriptedSampler((request, chain) => request.Continues is not null ? [null]
            : chain == 0 ? Answering(chain, "1") : [.. Thinking(chain, 10), new ChainEvent.Thought(chain, new string('b', 1000), 1000), null]);
        var told = await RunAsync(sampler, Vote(3), Budget(reasoning: 20, answer: 10, request: 90));
        Assert.Equal((RunEnd.Answered, "1", 1), (told.Result.End, told.Said, told.Result.Cast));
        Assert.Equal(2, told.Result.Chains.Count(chain => chain.End == ChainEnd.Cancelled));
    }

    [Fact]
    public void A_budget_that_cannot_be_is_refused_by_name()
    {
        Assert.Equal("ReasoningTokens", Assert.Throws<ArgumentOutOfRangeException>(() => Budget(reasoning: -1)).ParamName);
        Assert.Equal("AnswerTokens", Assert.Throws<ArgumentOutOfRangeException>(() => Budget(answer: 0)).ParamName);
        Assert.Equal("RequestTokens", Assert.Throws<ArgumentOutOfRangeException>(() => Budget(request: 0)).ParamName);
        Assert.Equal("Deadline", Assert.Throws<ArgumentOutOfRangeException>(() => Budget(deadline: TimeSpan.FromSeconds(-1))).ParamName);
    }
}
