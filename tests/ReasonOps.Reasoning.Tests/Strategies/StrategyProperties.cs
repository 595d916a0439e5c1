using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using static ReasonOps.Reasoning.Tests.Strategies.Scripted;

namespace ReasonOps.Reasoning.Tests.Strategies;

/// <summary>What holds of the strategies that vote or choose, in any world. That they end and ask for nothing twice the simulator sees to.</summary>
public class StrategyProperties
{
    private static readonly string[] Voting = ["MajorityVote", "WeightedVote", "BestOfN", "ConfidenceFilter", "Judge"];

    private static readonly string[] All = ["SingleChain", .. Voting, "Revision", "Cascade", "ComputeOptimal"];

    private sealed record Case(StrategySettings Settings, World World, int Arrival)
    {
        public Played Play(int? arrival = null) => Simulator.Play(Strategy.Create(Settings), World, arrival ?? Arrival);
    }

    private static readonly Gen<World> Worlds =
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from answers in Gen.Choose(1, 5)
        from fails in Gen.Elements(0, 10, 60, 100)
        from silent in Gen.Elements(0, 20, 100)
        from confidences in Gen.Elements(true, true, false)
        from scorer in Gen.Elements(Port.Answers, Port.Answers, Port.Away, Port.None)
        from checker in Gen.Elements(Port.Answers, Port.Answers, Port.Away, Port.None)
        from judge in Gen.Elements(Port.Answers, Port.Answers, Port.Away, Port.None)
        from room in Gen.Elements(int.MaxValue, int.MaxValue, 0, 1, 5)
        select new World(seed)
        {
            Answers = answers, FailPercent = fails, NoAnswerPercent = silent, Confidences = confidences, Scorer = scorer, Checker = checker, Judge = judge, Room = room,
        };

    private static readonly Gen<ConfidenceOptions> Confidences =
        from window in Gen.Choose(1, 20)
        from warmUp in Gen.Choose(1, 6)
        from keep in Gen.Elements(0.1, 0.5, 1)
        select new ConfidenceOptions(window, warmUp, keep);

    private static Gen<StrategySettings> SettingsOf(string[] kinds) =>
        from kind in Gen.Elements(kinds)
        from votes in Gen.Choose(1, 12)
        from rule in Gen.Elements("None", "None", "Beta", "Window", "Majority")
        from ranking in Gen.Elements(Enum.GetValues<Ranking>())
        from aggregate in Gen.Elements(Enum.GetValues<RewardAggregate>())
        from confidence in Confidences
        from least in Gen.Elements(0, 20, 200)
        from first in Gen.Elements(Voting)
        from then in Gen.Elements([.. Voting, "Revision", "SingleChain"])
        from cut in Gen.Elements(0.3, 0.67, 1)
        select Settings(kind, votes) with
        {
            Stop = StopRule.Create(rule, 0.9, 3),
            Reward = new RewardOptions(ranking, aggregate),
            Confidence = confidence,
            MinReasoningTokens = least,
            Cascade = new CascadeOptions(first, Math.Max(1, votes / 2), cut, then),
            Table = [new(cut, "SingleChain", 1), new(0.3, first, 6), new(0, then, 12)],
        };

    private static Gen<Case> CasesOf(params string[] kinds) =>
        from settings in SettingsOf(kinds)
        from world in Worlds
        from arrival in Gen.Choose(0, 1000)
        select new Case(settings, world, arrival);

    [Fact]
    public void Every_strategy_ends_with_a_chain_that_ran_and_asks_for_nothing_twice() =>
        Holds(CasesOf(All), it => it.Play().Outcome is var outcome && outcome.Cast <= Strategy.Create(it.Settings).Asked);

    [Fact]
    public void No_more_chains_are_drawn_than_votes_and_failures_call_for() => Holds(CasesOf(Voting), it =>
    {
        var played = it.Play();
        return played.Ended.Count(chain => chain.End != ChainEnd.Failed) <= it.Settings.Votes && played.Ended.Count <= 2 * it.Settings.Votes
            && played.Drafts.All(draft => draft == Draft.Fresh);
    });

    [Fact]
    public void What_is_made_of_strategies_draws_no_more_than_they_ask_for() => Holds(CasesOf("Cascade", "ComputeOptimal"), it =>
        it.Play().Ended.Count <= (2 * Strategy.Create(it.Settings).Asked) + (it.Settings.MinReasoningTokens > 0 ? 4 : 0));

    [Fact]
    public void Revision_has_one_attempt_in_flight_and_shows_it_those_before() => Holds(CasesOf("Revision"), it =>
    {
        var played = it.Play();
        var ran = 0;
        return played.Drafts.Zip(played.Ended).All(pair =>
        {
            var shown = pair.First.Turns.Count == 2 * Math.Min(4, ran);
            if (pair.Second.Ran) ran++;
            return shown && pair.Second.Parent is null;
        });
    });

    [Fact]
    public void The_same_seed_and_arrival_give_the_same() => Holds(CasesOf(All), it =>
    {
        var (first, second) = (it.Play(), it.Play());
        return first.Outcome.Winner?.Index == second.Outcome.Winner?.Index && first.Outcome.Notes.SequenceEqual(second.Outcome.Notes)
            && first.Drafts.Count == second.Drafts.Count && first.Outcome.Agreement == second.Outcome.Agreement;
    });

    [Fact]
    public void Whatever_comes_first_the_winner_is_the_same()
    {
        // A verifier's pick is whichever passes first, a stop rule's whatever had come; where chains fail it depends on when how many are drawn again.
        var cases = CasesOf([.. Voting, "ComputeOptimal"]).Where(it => it.Settings is { Stop: StopRule.None, Reward.By: not Ranking.Verifier, Kind: not "ConfidenceFilter" });
        Holds(cases, it =>
        {
            var calm = it with { World = it.World with { FailPercent = 0, Room = int.MaxValue }, Settings = it.Settings with { Table = ComputeRow.Untuned } };
            return calm.Play(1).Outcome.Winner?.Index == calm.Play(2).Outcome.Winner?.Index;
        });
    }

    [Fact]
    public void A_chosen_chain_has_no_better_among_those_scored() => Holds(CasesOf("BestOfN"), it =>
    {
        if (it.Settings.Reward.By is not (Ranking.Outcome or Ranking.Process) || it.World.Scorer != Port.Answers) return true;
        var played = it.Play();
        double? Worth(Chain chain) => it.Settings.Reward.Aggregate.Of(it.Settings.Reward.By == Ranking.Outcome ? chain.Outcome : chain.Process);
        return played.Outcome.Winner is not { } winner || Worth(winner) is not { } best || played.Ended.All(chain => !(Worth(chain) > best));
    });

    [Fact]
    public void What_passed_its_check_is_never_passed_over() => Holds(CasesOf("BestOfN", "Revision"), it =>
    {
        var played = (it with { Settings = it.Settings with { Reward = new RewardOptions(Ranking.Verifier) } }).Play();
        return !played.Ended.Any(chain => chain.Check?.End == Reasoning.Checks.CheckEnd.Passed) || played.Outcome.Winner!.Answer == "0";
    });

    private static void Holds(Gen<Case> cases, Func<Case, bool> property) => Prop.ForAll(cases.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
