using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.TreeSearch;

/// <summary>
/// Monte-Carlo tree search over steps: places are selected by PUCT (AlphaZero, doi:10.1126/science.aar6404; over reasoning steps rStar,
/// arXiv:2408.06195). A place that is come to first is completed once, one that is come to again is expanded into B steps; what leaves are
/// worth is backed up to every place above them. Priors are how often a step was drawn, values the process reward of the step and of its
/// leaves; where none can be had, the agreement of leaves with most of them, and with <c>reward.by: Verifier</c> what the verifier says. Beams
/// visits are made at a time, each counted as lost by those beside it. It ends with N leaves, when one has passed, when the stop rule
/// is content or when nothing is left to visit; the leaves vote, weighted by their reward.
/// Cost: at most N leaves (votes) and B·(N + 1) chains of a step each: with D steps to an answer the tokens of N·(1 + B/D) whole chains,
/// and one reward a distinct step. About 2·N/Beams rounds, one after the other: the slowest of the searches.
/// </summary>
internal sealed class TreeSearchStrategy(StrategySettings settings) : IStrategy
{
    public int Asked => settings.Votes;
    public bool Live => false;

    public Decision Decide(RunState run)
    {
        if (!run.IsQuiet) return new Decision.Wait();
        var tree = new ChainTree(run);
        if (Judged(run, tree) is { } judge) return judge;
        var worth = new LeafWorth(settings, tree);
        if (tree.Ran >= Asked || worth.Stopped is not null) return new Decision.Answer(Conclude(run));
        var visits = new Visits(settings, tree, worth).Next(Asked - tree.Ran);
        return visits.Count > 0 ? new Decision.More { Draw = visits } : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var tree = new ChainTree(run);
        var worth = new LeafWorth(settings, tree);
        return LeafVote.Outcome(tree.Leaves, worth.Rewarded, settings.Equivalence) with
        {
            Stopped = worth.Stopped,
            Notes = [.. Missing.Checks(run), .. Missing.Rewards(run)],
        };
    }

    /// <summary>What chains there are without a reward or a check; null: none.</summary>
    private Decision.More? Judged(RunState run, ChainTree tree)
    {
        var chains = run.Ended.Where(chain => chain.Ran || chain.End == ChainEnd.Step).OrderBy(chain => chain.Index);
        var unscored = tree.IsWithoutRewards ? [] : tree.Unscored(chains);
        var notChecked = settings.Reward.By == Ranking.Verifier ? tree.Unchecked(tree.Leaves) : [];
        return unscored.Count + notChecked.Count > 0 ? new Decision.More { Score = unscored, Check = notChecked } : null;
    }
}
