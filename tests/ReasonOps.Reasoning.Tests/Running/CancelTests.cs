using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Running.Scripts;
using static ReasonOps.Reasoning.Tests.Running.ScriptedStrategy;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>Chains given up in flight, and what the strategy may know of a chain before it ends.</summary>
public class CancelTests
{
    [Fact]
    public async Task A_wave_is_cancelled_once_all_its_chains_are_done()
    {
        // Chain 1 says nothing more; the wave would stay open for ever.
        var sampler = new ScriptedSampler((_, chain) => chain == 1 ? [.. Thinking(chain, 5), null] : [.. Thinking(chain, 5), .. Answering(chain, "1")]);
        var strategy = new ScriptedStrategy(run => run switch
        {
            { Ended.Count: 0, InFlight.Count: 0 } => Decision.Start(2),
            { InFlight: [{ Index: 1 }] } => new Decision.More { Cancel = [1, 0, 77] },
            _ => run.IsQuiet ? Answer(run) : new Decision.Wait(),
        });
        var told = await RunAsync(sampler, strategy, Budget(), time: new FakeTime());
        Assert.Equal([ChainEnd.Stopped, ChainEnd.Cancelled], told.Result.Chains.Select(chain => chain.End));
        Assert.Equal((5, 11, 0), (told.Result.Tokens.Cancelled, told.Result.Tokens.Spent, sampler.Live));
        Assert.Equal([ChainEnd.Stopped, ChainEnd.Cancelled], strategy.Seen[^1].Ended.Select(chain => chain.End));
    }

    [Fact]
    public async Task What_a_given_up_chain_still_sends_is_spent_but_not_its_own()
    {
        var sampler = new ScriptedSampler((_, chain) => chain == 0 ? Answering(chain, "1") : [.. Thinking(chain, 30), .. Answering(chain, "1")]);
        var strategy = new ScriptedStrategy(run => run switch
        {
            { Ended.Count: 0, InFlight.Count: 0 } => Decision.Start(3),
            { Ended.Count: 1 } => new Decision.More { Cancel = [1] },
            _ => run.IsQuiet ? Answer(run) : new Decision.Wait(),
        });
        var told = await RunAsync(sampler, strategy, Budget());
        Assert.Equal((ChainEnd.Cancelled, sampler.EmittedBy(1), sampler.Emitted), (told.Result.Chains[1].End, told.Result.Tokens.Cancelled, told.Result.Tokens.Spent));
        Assert.InRange(told.Result.Chains[1].Tokens, 0, 10);
        Assert.Equal(30, told.Result.Chains[2].ReasoningTokens);
    }

    [Fact]
    public async Task What_a_given_up_chain_may_still_send_is_held_back_from_new_ones()
    {
        var sampler = new ScriptedSampler((request, chain) => chain == 0 ? Answering(chain, "1") : Heedful(request, chain, 50, "1234567890"));
        var strategy = new ScriptedStrategy(run => run switch
        {
            { Ended.Count: 0, InFlight.Count: 0 } => Decision.Start(3),
            { Ended.Count: 1 } => new Decision.More { Cancel = [1], Draw = [Draft.Fresh, Draft.Fresh] },
            _ => run.IsQuiet ? Answer(run) : new Decision.Wait(),
        });
        var told = await RunAsync(sampler, strategy, Budget(reasoning: 20, answer: 10, request: 120));
        Assert.Equal((sampler.Emitted, true), (told.Result.Tokens.Spent, told.Result.Tokens.Spent <= 120));
        Assert.Equal(4, told.Result.Chains.Count);
    }

    [Fact]
    public async Task When_all_is_given_up_the_strategy_is_asked_again()
    {
        var sampler = new ScriptedSampler((_, chain) => chain == 2 ? Answering(chain, "63") : [.. Thinking(chain, 1 + (9 * chain)), null]);
        var strategy = new ScriptedStrategy(run => run switch
        {
            { InFlight: [{ Tokens: > 0 }, _] } => new Decision.More { Cancel = [0, 1] },
            { Ended.Count: 0 } => run.InFlight.Count > 0 ? new Decision.Wait() : Decision.Start(2),
            { Ended.Count: 2, InFlight.Count: 0 } => Decision.Start(1),
            _ => run.IsQuiet ? Answer(run) : new Decision.Wait(),
        }, window: 1);
        var told = await RunAsync(sampler, strategy, Budget());
        Assert.Equal(("63", 2), (told.Said, told.Result.Chains.Count(chain => chain.End == ChainEnd.Cancelled)));
    }

    [Fact]
    public async Task A_chain_is_looked_at_every_window_and_its_confidence_is_known()
    {
        var sampler = new ScriptedSampler((request, chain) => [
            .. Enumerable.Range(1, 7).Select(i => new ChainEvent.Thought(chain, "ab", 2, [i, i])), .. Answering(chain, "1")]);
        var strategy = new ScriptedStrategy(run => run.Ended.Count > 0 ? Answer(run) : run.InFlight.Count > 0 ? new Decision.Wait() : Decision.Start(1), window: 4);
        var told = await RunAsync(sampler, strategy, Budget());
        Assert.True(Assert.Single(sampler.Requests).Confidences);
        Assert.Equal([4, 8, 12], strategy.Seen.Skip(1).SkipLast(1).Select(run => Assert.Single(run.InFlight).Tokens));
        Assert.Equal([new(1.5, 1.5, 1.5), new(2.5, 1.5, 3.5), new(3.5, 1.5, 5.5)], strategy.Seen.Skip(1).SkipLast(1).Select(run => run.InFlight[0].Confidence));
        Assert.Equal(new Confidence(4, 1.5, 6.5), told.Result.Chains[0].Confidence);
    }

    [Fact]
    public async Task A_strategy_that_does_not_look_asks_for_no_confidences()
    {
        var sampler = new ScriptedSampler((request, chain) => Heedful(request, chain, 9, "1"));
        var told = await RunAsync(sampler, OneChain, Budget());
        Assert.Equal((false, null), (sampler.Requests.Single().Confidences, told.Result.Chains[0].Confidence));
    }

    [Fact]
    public void The_confidence_kept_up_token_by_token_is_that_of_all_its_windows() => Prop.ForAll(
        Gen.Choose(1, 9).SelectMany(window => Gen.Choose(0, 999).NonEmptyListOf().Select(tokens => (window, tokens.ToArray()))).ToArbitrary(),
        it =>
        {
            var (window, tokens) = it;
            var sampler = new ScriptedSampler((_, chain) => [.. tokens.Select(token => new ChainEvent.Thought(chain, "a", 1, [token])), .. Answering(chain, "1")]);
            var strategy = new ScriptedStrategy(run => run.Ended.Count > 0 ? Answer(run) : run.InFlight.Count > 0 ? new Decision.Wait() : Decision.Start(1), window: window);
            var confidence = RunAsync(sampler, strategy, Budget(reasoning: 10_000)).GetAwaiter().GetResult().Result.Chains[0].Confidence!;
            var groups = Enumerable.Range(0, Math.Max(1, tokens.Length - window + 1)).Select(start => tokens.Skip(start).Take(window).Average()).ToArray();
            Assert.Equal(tokens.Average(), confidence.Mean, 9);
            Assert.Equal(groups.Min(), confidence.LowestGroup, 9);
            Assert.Equal(groups[^1], confidence.Tail, 9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
}
