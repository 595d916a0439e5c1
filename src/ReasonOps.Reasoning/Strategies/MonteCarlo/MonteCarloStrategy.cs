using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.MonteCarlo;

/// <summary>
/// A step is worth what becomes of it (the soft estimate of Math-Shepherd, arXiv:2312.08935): B steps are drawn, each is completed k times, and
/// the one whose completions are right most often is gone on from. Right is what the verifier passes where <c>reward.by</c> is Verifier, else
/// what most completions so far say. A step without a rival is taken as it is. It ends when N chains have come to their end, when one
/// has passed, or when the stop rule is content; all of them vote, each with its step's worth. It needs no reward model.
/// Cost: at most N chains to their own end (votes) and B·D of a step each, so fewer than the tokens of N + B whole chains.
/// N/(B·k) contested steps can be decided: below N = B·k it is a plain vote over diverse first steps.
/// </summary>
internal sealed class MonteCarloStrategy(StrategySettings settings) : IStrategy
{
    public int Asked => settings.Votes;
    public bool Live => false;

    public Decision Decide(RunState run)
    {
        if (!run.IsQuiet) return new Decision.Wait();
        return new Descent(settings, new ChainTree(run)).Next is { } more ? more : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var tree = new ChainTree(run);
        var descent = new Descent(settings, tree);
        var rightness = new Rightness(tree, tree.Finished, settings.Equivalence);
        return LeafVote.Outcome(tree.Leaves, leaf => rightness.Checked(leaf) ?? descent.Worth(leaf), settings.Equivalence) with
        {
            Stopped = descent.Next is null ? descent.Stopped : null,
            Notes = Missing.Checks(run),
        };
    }
}
