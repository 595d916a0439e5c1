using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>How good a partial chain is, by which a search keeps some and drops the rest.</summary>
internal interface IStepValue
{
    /// <summary>What must come before these can be valued; null: nothing.</summary>
    Decision.More? Needed(ChainTree tree, IReadOnlyList<Chain> steps);

    /// <summary>0 to 1; null: it could not be had.</summary>
    double? Of(ChainTree tree, Chain step);
}
