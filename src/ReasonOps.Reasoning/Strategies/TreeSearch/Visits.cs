using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.TreeSearch;

/// <summary>Chooses what is drawn next from the tree as it stands.</summary>
internal sealed class Visits(StrategySettings settings, ChainTree tree, LeafWorth worth)
{
    private readonly SearchOptions _search = settings.Search;

    /// <summary>At most so many chains, since each may be a leaf; empty: there is nothing left to visit.</summary>
    public IReadOnlyList<Draft> Next(int room)
    {
        var root = Grow(null, prior: 1, depth: 0);
        var drafts = new List<Draft>();
        for (var visit = 0; visit < _search.Beams && drafts.Count < room && root.IsOpen; visit++) drafts.AddRange(Visit(root));
        return drafts.Count <= room ? drafts : drafts.GetRange(0, room);
    }

    private IReadOnlyList<Draft> Visit(Place place)
    {
        place.Lose();
        while (place.Wanted.Count == 0)
        {
            place = place.Select(_search.Exploration);
            place.Lose();
        }
        return place.Take();
    }

    private Place Grow(Chain? chain, double prior, int depth)
    {
        var step = ChainTree.Step(chain);
        var drawn = tree.Drawn(step);
        var below = Candidate.Distinct(drawn);
        var places = below.Where(child => !child.Chain.Ran).Select(child => Grow(child.Chain, (double)child.Count / drawn.Count, depth + 1)).ToList();
        var ends = drawn.Where(end => end.Ran).Concat(chain is null ? [] : tree.Drawn(ChainTree.ToItsEnd(chain))).Select(worth.Of);
        return new Place(prior, chain is null ? null : worth.Value(chain), places, [.. ends], Wanted(chain, step, places.Count > 0, depth));
    }

    /// <summary>First a completion, then as many steps as a place has; no steps beyond the last depth.</summary>
    private IReadOnlyList<Draft> Wanted(Chain? chain, Draft step, bool expanded, int depth)
    {
        if (chain is not null && !expanded && ChainTree.ToItsEnd(chain) is var completion && tree.Drawn(completion).Count == 0)
            return tree.Missing([(completion, 1)], settings.Votes);
        return depth < _search.Depth ? tree.Missing([(step, _search.Branching)], settings.Votes) : [];
    }
}
