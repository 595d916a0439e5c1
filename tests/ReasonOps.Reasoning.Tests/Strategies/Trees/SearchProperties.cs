using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Reasoning.Tests.Strategies.Trees;

/// <summary>What holds of every search in any world; the simulator itself holds them to asking for nothing twice and to coming to an end.</summary>
public class SearchProperties
{
    private static readonly Gen<(StrategySettings Settings, World World)> Cases =
        from kind in Gen.Elements("BeamSearch", "DiverseTree", "Lookahead", "MonteCarlo", "TreeSearch")
        from votes in Gen.Choose(1, 20)
        from beams in Gen.Choose(1, 6)
        from depth in Gen.Choose(1, 6)
        from more in Gen.Choose(0, 3)
        from ranking in Gen.Elements(Ranking.Process, Ranking.Verifier)
        from world in Worlds
        select (ScriptedTree.Settings(kind, votes, new SearchOptions(beams, depth, more, more + 1, more, more + 1)) with { Reward = new(ranking) }, world);

    private static Gen<World> Worlds =>
        from seed in Gen.Choose(0, 100_000)
        from words in Gen.Elements<int?>(1, 2, 3, null)
        from fails in Gen.Elements(0, 10, 100)
        from scorer in Gen.Elements(Port.Answers, Port.Answers, Port.Away)
        from checker in Gen.Elements(Port.Answers, Port.Away)
        select new World(seed) { Words = words, FailPercent = fails, Scorer = scorer, Checker = checker };

    [Fact]
    public void The_order_in_which_things_come_changes_nothing() => Check((settings, world) =>
    {
        var (left, right) = (Play(settings, world, arrival: 1), Play(settings, world, arrival: 2));
        return left.Drafts.SequenceEqual(right.Drafts)
            && (left.Outcome.Winner?.Index, left.Outcome.Cast, left.Outcome.Agreement, left.Outcome.Stopped)
                == (right.Outcome.Winner?.Index, right.Outcome.Cast, right.Outcome.Agreement, right.Outcome.Stopped)
            && left.Outcome.Notes.SequenceEqual(right.Outcome.Notes);
    });

    [Fact]
    public void No_more_leaves_vote_than_were_asked_for_and_no_more_chains_are_drawn_than_was_promised() => Check((settings, world) =>
    {
        var played = Play(settings, world);
        var (n, search) = ((long)settings.Votes, settings.Search);
        var failed = played.Ended.Count(chain => chain.End == ChainEnd.Failed);
        var promised = settings.Kind switch
        {
            "Lookahead" => (n * (search.Depth + 1)) + (n * search.Depth * search.Lookahead),
            "MonteCarlo" => n + (search.Branching * search.Depth),
            "TreeSearch" => n + (search.Branching * (n + 1)),
            _ => n * (search.Depth + 1),
        };
        return Leaves(played).Count <= n && played.Outcome.Cast == Leaves(played).Count
            && played.Drafts.Count <= promised + n && failed <= Math.Max(2 * n, played.Drafts.Count * world.FailPercent);
    });

    [Fact]
    public void The_winners_answer_has_the_largest_sum_of_rewards_and_no_leaf_of_it_a_larger_one() => Check((settings, world) =>
    {
        if (settings.Kind is "MonteCarlo" || settings.Reward.By == Ranking.Verifier || world.Scorer != Port.Answers) return true;
        var played = Play(settings, world);
        if (played.Outcome.Winner is not { Answer: { } answer } winner) return Leaves(played).All(leaf => leaf.Answer is null);
        var sums = Leaves(played).Where(leaf => leaf.Answer is not null).GroupBy(leaf => leaf.Answer!)
            .ToDictionary(group => group.Key, group => group.Sum(leaf => Reward(played, leaf)));
        return sums.Values.All(sum => sum <= sums[answer] + 1e-9)
            && Leaves(played).Where(leaf => leaf.Answer == answer).All(leaf => Reward(played, leaf) <= Reward(played, winner));
    });

    [Fact]
    public void An_answer_that_passed_its_check_is_never_passed_over() => Check((settings, world) =>
    {
        var played = Play(settings with { Reward = new(Ranking.Verifier) }, world);
        return settings.Kind is not ("MonteCarlo" or "TreeSearch") || world.Checker != Port.Answers
            || played.Ended.All(chain => chain.Answer != "0") || played.Outcome is { Winner.Answer: "0", Stopped: "Passed" };
    });

    [Fact]
    public void A_search_that_is_cut_short_answers_with_a_chain_that_ended_or_with_none() => Check((settings, world) =>
    {
        var played = Play(settings, world with { Room = 1 + (world.Seed % 30) });
        return played.Outcome.Winner is { Ran: true } || !played.Ended.Any(chain => chain.Ran && chain.Answer is not null);
    });

    private static void Check(Func<StrategySettings, World, bool> holds) =>
        Prop.ForAll(Cases.ToArbitrary(), each => holds(each.Settings, each.World)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Played Play(StrategySettings settings, World world, int arrival = 0) =>
        Simulator.Play(Strategy.Create(settings), world, arrival);

    private static IReadOnlyList<Chain> Leaves(Played played) =>
        [.. played.Ended.Where(chain => chain.Ran && chain.Draft.Temperature is null).OrderBy(chain => chain.Index)];

    private static double Reward(Played played, Chain leaf) =>
        played.Ended.First(chain => chain.Process is not null && (chain.Reasoning, chain.Content) == (leaf.Reasoning, leaf.Content)).Process!.Steps[^1];
}
