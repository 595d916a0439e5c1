using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>A place that a level search goes on from.</summary>
/// <param name="From">Null: the question.</param>
/// <param name="Leaves">Chains drawn here at once, which is also how many may come to an end below.</param>
/// <param name="Beams">Steps kept of them.</param>
/// <param name="Step">False: they go to their own end.</param>
internal sealed record Branch(Chain? From, int Leaves, int Beams, bool Step)
{
    public Draft Draft => Step ? ChainTree.Step(From) : ChainTree.ToItsEnd(From);

    /// <summary>So many in parts as even as can be, the larger ones first.</summary>
    public static int Part(int whole, int parts, int part) => (whole / parts) + (part < whole % parts ? 1 : 0);
}
