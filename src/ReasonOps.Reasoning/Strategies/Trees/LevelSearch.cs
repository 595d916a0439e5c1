using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>
/// A search that goes down level by level: every place of a level draws its next steps, the best of them are the places of the next. A chain
/// that comes to its answer is a leaf and takes one of the places left; at the last depth chains go to their own end. Steps
/// are valued only where it matters which is better. Where no reward can be had the steps there are all go to their end and vote.
/// </summary>
/// <param name="apart">Every place keeps the best of its own steps, evenly; otherwise the best of the level are kept, whosever they are, by what each is worth.</param>
internal abstract class LevelSearch(StrategySettings settings, IStepValue value, bool apart) : IStrategy
{
    private readonly SearchOptions _search = settings.Search;

    public int Asked => settings.Votes;
    public bool Live => false;

    public Decision Decide(RunState run)
    {
        if (!run.IsQuiet) return new Decision.Wait();
        var tree = new ChainTree(run);
        IReadOnlyList<Branch> level = [new(null, Asked, _search.Beams, Step: true)];
        for (var depth = 1; level.Count > 0; depth++)
        {
            if (tree.Missing(level.Select(branch => (branch.Draft, branch.Leaves)), Asked) is { Count: > 0 } missing)
                return new Decision.More { Draw = missing };
            var pools = Pools(tree, level);
            if (value.Needed(tree, [.. pools.Where(pool => pool.IsContested).SelectMany(pool => pool.Steps)]) is { } needed) return needed;
            level = [.. pools.SelectMany(pool => pool.Keep(step => value.Of(tree, step), depth < _search.Depth))];
        }
        return !tree.IsWithoutRewards && tree.Unscored(tree.Leaves) is { Count: > 0 } unscored
            ? new Decision.More { Score = unscored }
            : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var tree = new ChainTree(run);
        return LeafVote.Outcome(tree.Leaves, leaf => settings.Reward.Aggregate.Of(tree.Process(leaf)), settings.Equivalence) with
        {
            Notes = Missing.Rewards(run),
        };
    }

    private IReadOnlyList<Pool> Pools(ChainTree tree, IReadOnlyList<Branch> level) => apart
        ? [.. level.Select(branch => new Pool(tree.Drawn(branch.Draft), branch.Leaves, branch.Beams, apart))]
        : [new Pool([.. level.SelectMany(branch => tree.Drawn(branch.Draft))], level.Sum(branch => branch.Leaves), _search.Beams, apart)];
}
