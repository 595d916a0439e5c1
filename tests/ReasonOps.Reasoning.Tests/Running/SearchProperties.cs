using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Running.Scripts;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>What holds whatever a strategy asks for, of whichever chain, in whatever order, of whatever engine and ports.</summary>
public class SearchProperties
{
    /// <param name="Calm">It asks only when everything has come, so that what it sees does not depend on who is first.</param>
    private sealed record Case(int Seed, Budget Budget, bool Heeds, bool Calm)
    {
        public ScriptedSampler Sampler() => new((request, chain) => SteppingSampler.Script(request, chain, 1 + Drawn(chain).Next(12), Heeds));

        public ScriptedStrategy Strategy()
        {
            var random = Drawn(-1);
            var turns = 0;
            return new(
                run => (Calm && !run.IsQuiet) ? new Decision.Wait() : ++turns > 60 ? ScriptedStrategy.Answer(run) : Next(run, random),
                asked: 6,
                window: random.Next(3) * 4);
        }

        /// <summary>The same in every process, unlike a hash code.</summary>
        private Random Drawn(int index) => new(unchecked((Seed * 31) + (index * 7919)));

        private static Decision.More Next(RunState run, Random random) => new()
        {
            Draw = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Draft(run, random))],
            Score = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ScoreAsk(random.Next(12), (RewardKind)random.Next(2)))],
            Check = [.. Enumerable.Range(0, random.Next(2)).Select(_ => random.Next(12))],
            Compare = [.. Enumerable.Range(0, random.Next(2)).Select(_ => new CompareAsk(random.Next(12), random.Next(12)))],
            Cancel = random.Next(4) == 0 ? [random.Next(12)] : [],
        };

        private static Draft Draft(RunState run, Random random) => new()
        {
            Parent = run.Ended.Count == 0 || random.Next(3) == 0 ? null : run.Ended.OrderBy(chain => chain.Index).ElementAt(random.Next(run.Ended.Count)).Index,
            Step = random.Next(3) > 0,
            Append = random.Next(4) == 0 ? "Wait" : "",
            Closed = random.Next(8) == 0,
        };
    }

    private static Gen<Case> Cases { get; } =
        from seed in Gen.Choose(0, 1_000_000)
        from reasoning in Gen.Choose(0, 30)
        from answer in Gen.Choose(1, 6)
        from request in Gen.Choose(0, 400)
        from heeds in Gen.Elements(true, false)
        from calm in Gen.Elements(true, false)
        from spent in Gen.Elements(WhenSpent.ForceAnswer, WhenSpent.ForceAnswer, WhenSpent.Truncate, WhenSpent.Fail)
        select new Case(seed, new Budget(reasoning, answer, request < 40 ? null : request, null, spent), heeds, calm);

    [Fact]
    public void No_path_is_longer_than_its_budget() => Holds((it, _, told) => told.Result.Chains.All(chain =>
        chain.ReasoningTokens <= it.Budget.ReasoningTokens && chain.AnswerTokens <= it.Budget.AnswerTokens && chain.InheritedTokens <= chain.ReasoningTokens));

    [Fact]
    public void Every_token_is_accounted_for() => Holds((_, sampler, told) => told.Result.Tokens.Spent == sampler.Emitted
        && told.Result.Tokens.SpentReasoning == sampler.EmittedReasoning
        && told.Result.Tokens.Cancelled == told.Result.Chains.Where(chain => chain.End == ChainEnd.Cancelled).Sum(chain => sampler.EmittedBy(chain.Index)));

    [Fact]
    public void An_engine_that_heeds_never_overdraws_the_request() => Holds((it, sampler, told) =>
        !it.Heeds || it.Budget.WhenSpent != WhenSpent.ForceAnswer || it.Budget.RequestTokens is not { } limit || sampler.Emitted <= limit + told.Result.Chains.Count);

    [Fact]
    public void A_child_goes_on_from_its_parent() => Holds((_, _, told) => told.Result.Chains.All(chain => chain.Parent is not { } parent
        || (parent < chain.Index && chain.Reasoning.StartsWith(told.Result.Chains[parent].Reasoning, StringComparison.Ordinal))));

    [Fact]
    public void A_chain_of_a_step_holds_one_and_has_no_vote() => Holds((_, _, told) => told.Result.Chains.Where(chain => chain.End == ChainEnd.Step).All(chain =>
    {
        var begun = chain.Parent is { } parent ? told.Result.Chains[parent].Reasoning.Length : 0;
        return chain.Answer is null && chain.Reasoning.EndsWith(';') && chain.Reasoning[begun..].Count(character => character == ';') == 1;
    }));

    [Fact]
    public void It_ends_once_with_an_answer_of_a_chain_that_ran_and_leaves_nothing_running() => Holds((_, sampler, told) =>
        told.Finishes == 1 && told.Said == told.Result.Content && sampler.Live == 0 && told.Result.Winner is null or { Ran: true });

    [Fact]
    public void The_same_seed_gives_the_same_result() => Prop.ForAll(Cases.Where(it => it is { Calm: true, Heeds: true, Budget.WhenSpent: WhenSpent.ForceAnswer }).ToArbitrary(), it =>
    {
        string Told()
        {
            var told = RunAsync(Runner(it.Sampler()), it.Strategy(), it.Budget, it.Seed).GetAwaiter().GetResult().Result;
            return string.Join('\n', told.Chains.Select(chain =>
                string.Create(CultureInfo.InvariantCulture, $"{chain.Index} {chain.Parent} {chain.Reasoning}#{chain.Content} {chain.End} {chain.Tokens} {chain.Outcome?.Steps[0]} {chain.Check}")))
                + told.Tokens.Spent.ToString(CultureInfo.InvariantCulture);
        }
        Assert.Equal(Told(), Told());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static void Holds(Func<Case, ScriptedSampler, Told, bool> property) => Prop.ForAll(Cases.ToArbitrary(), it =>
    {
        var sampler = it.Sampler();
        return property(it, sampler, RunAsync(Runner(sampler), it.Strategy(), it.Budget, it.Seed).GetAwaiter().GetResult());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    private static Reasoning.Running.Runner Runner(ScriptedSampler sampler) => new(sampler, TimeProvider.System)
    {
        Scorer = Ports.All, Checker = Ports.All, Judge = Ports.All, Steps = Semicolons,
    };

    /// <summary>Says what depends on the chains alone, or throws.</summary>
    private sealed class Ports : IScorer, IChecker, IJudge
    {
        public static readonly Ports All = new();

        public async ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation)
        {
            await Task.Yield();
            return [.. chains.Select(chain => new Reward([chain.Reasoning.Length / 100.0]))];
        }

        public ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation) => chain.Index % 3 == 0
            ? throw new InvalidOperationException("broke") : ValueTask.FromResult(new CheckResult(CheckEnd.Passed));

        public ValueTask<Comparison> CompareAsync(Chain left, Chain right, CancellationToken cancellation) =>
            ValueTask.FromResult(new Comparison(left.Index, right.Index, left.Index));
    }
}
