using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Voting;
using static ReasonOps.Reasoning.Tests.Running.Scripts;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>What holds whatever engine, strategy and budget meet. Chains are drawn from the request's seed and their index.</summary>
public class RunnerProperties
{
    private sealed record Case(int Seed, int Votes, string Rule, Budget Budget, bool Wild)
    {
        /// <summary>Wild: an engine that ignores budgets, stalls in no order, fails, throws and forgets to end its chains.</summary>
        public ScriptedSampler Sampler() => new((request, chain) => Wild
            ? Unruly(Drawn((2 * chain) + (request.Continues is null ? 0 : 1)), chain)
            : Ruly(Drawn(2 * chain), request, chain));

        /// <summary>The same in every process, unlike a hash code.</summary>
        private Random Drawn(int index) => new(unchecked((Seed * 31) + (index * 7919)));

        public string AnswerOf(int chain) => Drawn(2 * chain).Next(4).ToString(CultureInfo.InvariantCulture);

        private static IEnumerable<ChainEvent?> Ruly(Random random, ChainsRequest request, int chain) =>
            Heedful(request, chain, random.Next(0, 40), random.Next(1, 4).ToString(CultureInfo.InvariantCulture));

        private static IEnumerable<ChainEvent?> Unruly(Random random, int chain)
        {
            for (var i = random.Next(0, 60); i > 0; i--)
            {
                var tokens = random.Next(0, 6);
                yield return random.Next(100) switch
                {
                    < 70 => new ChainEvent.Thought(chain, new string('t', tokens), tokens),
                    < 96 => new ChainEvent.Said(chain, new string('1', tokens), tokens),
                    < 98 => new ChainEvent.Ended(chain, (ChainEnd)random.Next(5), "so it was"),
                    < 99 => new ChainEvent.Prompted(chain, 3, 1),
                    _ => throw new InvalidOperationException("broke"),
                };
            }
            if (random.Next(10) > 0) yield return new ChainEvent.Ended(chain, (ChainEnd)random.Next(3));
        }
    }

    private static readonly Gen<Budget> Budgets =
        from reasoning in Gen.Choose(0, 60)
        from answer in Gen.Choose(1, 20)
        from request in Gen.Choose(-200, 400)
        from whenSpent in Gen.Elements(WhenSpent.ForceAnswer, WhenSpent.Truncate, WhenSpent.Fail)
        select new Budget(reasoning, answer, request > 0 ? request : null, null, whenSpent);

    private static readonly Gen<Case> Cases =
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from votes in Gen.Choose(0, 12)
        from rule in Gen.Elements("None", "Beta", "Window", "Majority")
        from budget in Budgets
        from wild in Gen.Elements(true, false)
        select new Case(seed, votes, rule, budget, wild);

    [Fact]
    public void A_chain_never_thinks_or_answers_past_its_budget() => Holds((it, _, told) =>
        told.Result.Chains.All(chain => chain.ReasoningTokens <= it.Budget.ReasoningTokens && chain.AnswerTokens <= it.Budget.AnswerTokens
            && chain.Reasoning.Length <= it.Budget.ReasoningTokens && chain.Content.Length <= it.Budget.AnswerTokens));

    [Fact]
    public void Tokens_are_conserved_between_engine_and_ledger() => Holds((_, sampler, told) =>
    {
        var tokens = told.Result.Tokens;
        return tokens.Spent == sampler.Emitted && tokens.SpentReasoning == sampler.EmittedReasoning
            && tokens.Spent == told.Result.Chains.Sum(chain => sampler.EmittedBy(chain.Index))
            && tokens.Cancelled == told.Result.Chains.Where(chain => chain.End == ChainEnd.Cancelled).Sum(chain => sampler.EmittedBy(chain.Index))
            && tokens.Winner + tokens.Cancelled <= tokens.Spent && tokens.WinnerReasoning <= tokens.SpentReasoning
            && told.Result.Chains.All(chain => chain.Tokens <= sampler.EmittedBy(chain.Index));
    });

    [Fact]
    public void Finished_comes_once_and_last_and_nothing_is_left_running() => Holds((_, sampler, told) =>
        told.Finishes == 1 && told.Events[^1] is RunEvent.Finished && sampler.Live == 0);

    [Fact]
    public void What_was_said_is_what_the_result_says() => Holds((_, _, told) =>
        told.Said == told.Result.Content
        && (told.Result.Winner is not { } winner || (winner.Content == told.Said && winner.Reasoning == told.Result.Reasoning)));

    [Fact]
    public void The_winner_has_the_most_votes_and_never_failed() => Holds((it, _, told) =>
    {
        if (told.Result.Winner is not { } winner) return told.Result.End is RunEnd.Failed or RunEnd.BudgetSpent or RunEnd.Refused;
        var equivalence = new NumericEquivalence();
        var voters = told.Result.Chains.Where(chain => chain.Ran && chain.Answer is not null).ToArray();
        int For(Chain voter) => voters.Count(other => equivalence.Same(other.Answer!, voter.Answer!));
        return winner.Ran && told.Result.Chains.Contains(winner)
            && (winner.Answer is null ? voters.Length == 0 : voters.All(voter => For(voter) <= For(winner)));
    });

    [Fact]
    public void No_more_chains_are_started_than_votes_and_failures_call_for() => Holds((it, _, told) =>
        told.Result.Chains.Count(chain => chain.End is not (ChainEnd.Failed or ChainEnd.Refused)) <= told.Result.Asked && told.Result.Chains.Count <= 2 * told.Result.Asked);

    [Fact]
    public void An_engine_that_keeps_its_budgets_never_overdraws_the_request() => Holds((it, _, told) =>
        it.Wild || it.Budget.WhenSpent != WhenSpent.ForceAnswer || it.Budget.RequestTokens is not { } limit || told.Result.Tokens.Spent <= limit);

    [Fact]
    public void Early_stopping_by_majority_never_changes_the_winner_of_the_full_vote() => Prop.ForAll(Cases.ToArbitrary(), it =>
    {
        // One token a chain, so that chains end in the order of their index in either run.
        ScriptedSampler Sampler() => new((_, chain) => Answering(chain, it.AnswerOf(chain)));
        var full = Told(Sampler(), it with { Rule = "None", Votes = it.Votes + 1, Budget = Budget() });
        var early = Told(Sampler(), it with { Rule = "Majority", Votes = it.Votes + 1, Budget = Budget() });
        var votes = full.Result.Chains.GroupBy(chain => chain.Answer).Select(group => group.Count()).Order().ToArray();
        var tied = votes.Length > 1 && votes[^1] == votes[^2];
        return tied || full.Result.Winner!.Answer == early.Result.Winner!.Answer;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_and_script_give_the_same_result() => Prop.ForAll(Cases.Where(it => !it.Wild).ToArbitrary(), it =>
    {
        // One wave: what two waves in flight send may cross.
        var one = it with { Rule = "None", Budget = it.Budget with { RequestTokens = null, WhenSpent = WhenSpent.ForceAnswer } };
        var (first, second) = (Told(one.Sampler(), one), Told(one.Sampler(), one));
        return first.Events.SkipLast(1).SequenceEqual(second.Events.SkipLast(1))
            && first.Result.Chains.SequenceEqual(second.Result.Chains)
            && first.Result with { Chains = [] } == second.Result with { Chains = [] };
    }).QuickCheckThrowOnFailure();

    private static void Holds(Func<Case, ScriptedSampler, Told, bool> property) => Prop.ForAll(Cases.ToArbitrary(), it =>
    {
        var sampler = it.Sampler();
        return property(it, sampler, Told(sampler, it));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static Told Told(ScriptedSampler sampler, Case it) =>
        RunAsync(sampler, it.Votes == 0 ? OneChain : Vote(it.Votes, it.Rule, 0.9), it.Budget, it.Seed).GetAwaiter().GetResult();
}
