using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>Whether leaves are right, as far as can be told: by the verifier, or by what most leaves say.</summary>
internal sealed class Rightness
{
    private readonly ChainTree _tree;
    private readonly IAnswerEquivalence _equivalence;
    private readonly Tally _tally;

    /// <param name="leaves">Those that are counted, twins each, in order of their index.</param>
    public Rightness(ChainTree tree, IReadOnlyList<Chain> leaves, IAnswerEquivalence equivalence)
    {
        (_tree, _equivalence, _tally) = (tree, equivalence, new Tally(equivalence));
        foreach (var leaf in leaves) _tally.Add(leaf.Answer);
        HasPassed = leaves.Any(leaf => Checked(leaf) == 1);
    }

    /// <summary>A leaf is known to be right.</summary>
    public bool HasPassed { get; }

    /// <summary>Why no more leaves are needed; null while they are.</summary>
    public string? Stopped(StopRule stop, int asked) => HasPassed ? "Passed" : _tally.Cast < asked ? stop.DecidedBy(_tally, asked) : null;

    /// <summary>1 or 0; null: no verifier said.</summary>
    public double? Checked(Chain leaf) => _tree.Check(leaf)?.End switch
    {
        CheckEnd.Passed => 1,
        CheckEnd.Failed => 0,
        _ => null,
    };

    /// <summary>1 or 0: whether it says what most say.</summary>
    public double Agreed(Chain leaf) =>
        leaf.Answer is { } answer && _tally.Leader is { } leader && _equivalence.Same(leader.Answer, answer) ? 1 : 0;
}
