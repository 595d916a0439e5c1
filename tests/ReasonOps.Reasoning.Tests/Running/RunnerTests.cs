using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Running.Scripts;

namespace ReasonOps.Reasoning.Tests.Running;

public class RunnerTests
{
    [Fact]
    public async Task A_single_chain_streams_its_thinking_then_its_answer()
    {
        var told = await RunAsync(new ScriptedSampler((request, chain) => Heedless(request, chain, 3, "63")), OneChain, Budget(), seed: 1);
        Assert.Equal(["a", "a", "a", "6", "3"], told.Events.SkipLast(1).Select(Text));
        Assert.Equal((9, 4, 1.0), (told.Result.PromptTokens, told.Result.CachedTokens, told.Result.Agreement));
        Assert.Equal(new TokenCounts(5, 3, 5, 3, 0), told.Result.Tokens);
    }

    [Fact]
    public async Task A_vote_streams_the_leading_chain_and_says_its_answer_whole()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 3 + chain, chain == 0 ? "12" : "63"));
        var told = await RunAsync(sampler, Vote(3), Budget());
        Assert.Equal("aaa", told.Thought);
        Assert.Equal("63", Assert.Single(told.Events.OfType<RunEvent.Said>()).Text);
        Assert.Equal((1, "aaaa", 3, 3), (told.Result.Winner!.Index, told.Result.Reasoning, told.Result.Cast, told.Result.Chains.Count));
        Assert.Equal(2 / 3.0, told.Result.Agreement, 9);
    }

    [Fact]
    public async Task What_is_in_flight_when_the_strategy_answers_is_cancelled()
    {
        var sampler = new ScriptedSampler((request, chain) => chain == 2 ? Heedless(request, chain, 5, "63") : [.. Thinking(chain, 20), null]);
        var told = await RunAsync(sampler, new Hasty(), Budget());
        Assert.Equal(("63", 2), (told.Said, told.Result.Winner!.Index));
        Assert.Equal([0, 1, 3], told.Result.Chains.Where(chain => chain.End == ChainEnd.Cancelled).Select(chain => chain.Index));
        Assert.Equal((sampler.Emitted, 0), (told.Result.Tokens.Spent, sampler.Live));
        Assert.Equal(sampler.Emitted - 7, told.Result.Tokens.Cancelled);
    }

    [Fact]
    public async Task A_lucky_vote_never_starts_the_rest()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 3, "63"));
        var told = await RunAsync(sampler, Vote(16, "Beta"), Budget(), seed: 7);
        Assert.Equal([new ChainsRequest(0, 4, 7, 100, 10)], sampler.Requests);
        Assert.Equal((4, 16, "Beta(0.95)", 0), (told.Result.Cast, told.Result.Asked, told.Result.Stopped, told.Result.Tokens.Cancelled));
    }

    [Fact]
    public async Task When_the_leading_chain_fails_the_next_takes_over_from_its_start()
    {
        var sampler = new ScriptedSampler((request, chain) => chain == 0
            ? [new ChainEvent.Thought(0, "x", 1), new ChainEvent.Thought(0, "", 0), new ChainEvent.Ended(0, ChainEnd.Failed, "gone")]
            : Heedless(request, chain, 8, "1"));
        var told = await RunAsync(sampler, Vote(2), Budget());
        Assert.Equal("xaaaaaaaa", told.Thought);
        Assert.Equal((2, 3, "gone"), (told.Result.Cast, told.Result.Chains.Count, told.Result.Chains[0].Reason));
    }

    [Fact]
    public async Task A_single_chain_that_fails_before_it_said_anything_is_drawn_again()
    {
        var sampler = new ScriptedSampler((request, chain) => chain == 0
            ? [.. Thinking(0, 2), new ChainEvent.Ended(0, ChainEnd.Failed, "gone")] : Heedless(request, chain, 3, "63"));
        var told = await RunAsync(sampler, OneChain, Budget());
        Assert.Equal((RunEnd.Answered, "63", 1), (told.Result.End, told.Said, told.Result.Winner!.Index));
    }

    [Fact]
    public async Task A_refused_question_is_not_drawn_again()
    {
        var sampler = new ScriptedSampler((_, chain) => [new ChainEvent.Ended(chain, ChainEnd.Refused, "too long")]);
        foreach (var strategy in new[] { OneChain, Vote(3) })
        {
            var result = (await RunAsync(sampler, strategy, Budget())).Result;
            Assert.Equal((RunEnd.Refused, "too long", null), (result.End, result.FailureReason, result.Winner));
        }
        Assert.Equal(2, sampler.Requests.Count);
    }

    [Fact]
    public async Task Chains_that_ended_before_a_refusal_are_still_counted()
    {
        var sampler = new ScriptedSampler((request, chain) => chain == 0
            ? [.. Thinking(0, 2), new ChainEvent.Ended(0, ChainEnd.Refused, "too long")] : Heedless(request, chain, 8, "63"));
        var told = await RunAsync(sampler, Vote(3), Budget());
        Assert.Equal((RunEnd.Answered, "63", 2, 3), (told.Result.End, told.Said, told.Result.Cast, told.Result.Chains.Count));
    }

    [Fact]
    public async Task What_was_said_live_is_not_said_again_by_another_chain()
    {
        var sampler = new ScriptedSampler((_, chain) => [new ChainEvent.Said(chain, "6", 1), new ChainEvent.Ended(chain, ChainEnd.Failed, "gone")]);
        var told = await RunAsync(sampler, OneChain, Budget());
        Assert.Equal((RunEnd.Failed, "6", "6", "gone"), (told.Result.End, told.Said, told.Result.Content, told.Result.FailureReason));
        Assert.Single(sampler.Requests);
    }

    [Fact]
    public async Task A_sampler_that_throws_is_a_failed_chain_with_the_reason()
    {
        var sampler = new ScriptedSampler((_, chain) => Thinking(chain, 2)
            .Select(thought => chain == 1 ? throw new InvalidOperationException("broke") : thought));
        var told = await RunAsync(sampler, Vote(2), Budget());
        Assert.Equal((RunEnd.Failed, "broke", null), (told.Result.End, told.Result.FailureReason, told.Result.Winner));
        Assert.All(told.Result.Chains, chain => Assert.Equal(ChainEnd.Failed, chain.End));
        Assert.InRange(told.Result.Chains.Count, 3, 4);
    }

    [Fact]
    public async Task A_stream_that_ends_before_its_chains_fails_them()
    {
        var told = await RunAsync(new ScriptedSampler((_, chain) => Thinking(chain, 2)), OneChain, Budget());
        Assert.Equal((RunEnd.Failed, 2), (told.Result.End, told.Result.Chains.Count));
        Assert.Contains("stream ended", told.Result.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vote_goes_on_with_the_chains_that_can_be_had()
    {
        var sampler = new ScriptedSampler((request, chain) => chain == 2
            ? Heedless(request, chain, 1, "63") : [new ChainEvent.Ended(chain, ChainEnd.Failed)]);
        var told = await RunAsync(sampler, Vote(3), Budget());
        Assert.Equal((RunEnd.Answered, "63", 1, 6), (told.Result.End, told.Said, told.Result.Cast, told.Result.Chains.Count));
    }

    [Fact]
    public async Task Reports_of_chains_that_were_never_asked_for_are_passed_over()
    {
        var sampler = new ScriptedSampler((request, chain) =>
        [
            new ChainEvent.Said(99, "x", 1), new ChainEvent.Said(-1, "x", 1),
            .. Heedless(request, chain, 1, "63"), new ChainEvent.Said(chain, "late", 4),
        ]);
        var told = await RunAsync(sampler, OneChain, Budget());
        Assert.Equal("63", told.Said);
    }

    [Fact]
    public async Task A_strategy_that_never_has_enough_is_stopped()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedless(request, chain, 1, "63"));
        var told = await RunAsync(sampler, new Insatiable(), Budget());
        Assert.Equal((4 * 3) + 16, told.Result.Chains.Count);
        Assert.Equal("63", told.Said);
    }

    [Fact]
    public async Task At_the_deadline_the_vote_is_over_what_has_ended()
    {
        var time = new FakeTime();
        var sampler = new ScriptedSampler((_, chain) => chain == 1 ? Answering(chain, "63") : [.. Thinking(chain, 5), null]);
        var events = new List<RunEvent>();
        await foreach (var told in new Runner(sampler, time).RunAsync(Vote(3), Budget(deadline: TimeSpan.FromSeconds(2)), Format, null, default))
        {
            events.Add(told);
            // By the fifth thought of chain 0, chain 1 has ended.
            if (events.Count == 5) time.Advance(TimeSpan.FromSeconds(2));
        }
        var result = new Told(events).Result;
        Assert.Equal((RunEnd.DeadlineReached, "63", "63", 1), (result.End, result.Content, new Told(events).Said, result.Cast));
        Assert.Contains("deadline of 2 s", result.FailureReason, StringComparison.Ordinal);
        Assert.Equal((0, sampler.Emitted), (sampler.Live, result.Tokens.Spent));
        Assert.Equal(2, result.Chains.Count(chain => chain.End == ChainEnd.Cancelled));
    }

    [Fact]
    public async Task A_deadline_of_nothing_ends_without_a_winner()
    {
        var sampler = new ScriptedSampler((_, _) => [null]);
        var told = await RunAsync(sampler, OneChain, Budget(deadline: TimeSpan.Zero));
        Assert.Equal((RunEnd.DeadlineReached, null, 0), (told.Result.End, told.Result.Winner, sampler.Live));
        Assert.All(told.Result.Chains, chain => Assert.Equal(ChainEnd.Cancelled, chain.End));
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_nothing_running()
    {
        var sampler = new ScriptedSampler((_, chain) => [.. Thinking(chain, 3), null]);
        using var caller = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new Runner(sampler, TimeProvider.System).RunAsync(Vote(4), Budget(), Format, null, caller.Token))
                await caller.CancelAsync();
        });
        Assert.Equal((1, 0), (sampler.Requests.Count, sampler.Live));
    }

    [Fact]
    public async Task An_abandoned_run_leaves_nothing_running()
    {
        // Far more than the channel holds, so that the sampler is found waiting for a reader.
        var sampler = new ScriptedSampler((_, chain) => Thinking(chain, 100_000));
        var run = new Runner(sampler, TimeProvider.System).RunAsync(Vote(4), Budget(reasoning: 1_000_000), Format, null, default);
        await foreach (var _ in run) break;
        Assert.Equal((1, 0), (sampler.Requests.Count, sampler.Live));
        Assert.InRange(sampler.Emitted, 1, 2000);
    }

    [Fact]
    public async Task A_caller_already_gone_starts_nothing()
    {
        var sampler = new ScriptedSampler((_, _) => [null]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var run = new Runner(sampler, TimeProvider.System).RunAsync(OneChain, Budget(), Format, null, new CancellationToken(true));
            await foreach (var _ in run) { }
        });
        Assert.Empty(sampler.Requests);
    }

    [Fact]
    public async Task A_stream_that_stays_open_when_its_chains_have_ended_is_not_waited_for()
    {
        var time = new FakeTime();
        var sampler = new ScriptedSampler((request, chain) => [.. Heedless(request, chain, 1, "63"), null]);
        var run = RunAsync(sampler, OneChain, Budget(), time: time);
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return run.IsCompleted;
        });
        Assert.Equal((RunEnd.Answered, 0), ((await run).Result.End, sampler.Live));
    }

    [Fact]
    public async Task A_sampler_that_does_not_heed_its_cancellation_is_not_waited_for_for_ever()
    {
        var time = new FakeTime();
        var stuck = new TaskCompletionSource();
        var run = RunAsync(new Stuck(stuck.Task), OneChain, Budget(deadline: TimeSpan.FromSeconds(1)), time: time);
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return run.IsCompleted;
        });
        Assert.Equal(RunEnd.DeadlineReached, (await run).Result.End);
        stuck.SetResult();
    }

    private static string? Text(RunEvent told) =>
        told switch { RunEvent.Thought thought => thought.Text, RunEvent.Said said => said.Text, _ => null };

    private sealed class Insatiable : IStrategy
    {
        public int Asked => 3;

        public Decision Decide(RunState run) => Decision.Start(5);

        public Outcome Conclude(RunState run) => new(run.Ended[0], run.Ended.Count, 1, null);
    }

    /// <summary>Starts four and takes the first that ends.</summary>
    private sealed class Hasty : IStrategy
    {
        public int Asked => 4;

        public Decision Decide(RunState run) =>
            run.Ended.Count == 0 ? Decision.Start(4) : new Decision.Answer(Conclude(run));

        public Outcome Conclude(RunState run) => new(run.Ended[0], run.Ended.Count, 1, null);
    }

    private sealed class Stuck(Task until) : IChainSampler
    {
        public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await until;
            yield return new ChainEvent.Ended(request.First, ChainEnd.Stopped);
        }
    }
}
