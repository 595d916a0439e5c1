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

    /// <summary>So many in proportion to these weights (Sainte-Laguë), of equals to the first; a light one may come away empty.</summary>
    public static int[] Shares(int whole, IReadOnlyList<double> weights)
    {
        var shares = new int[weights.Count];
        for (var left = shares.Length == 0 ? 0 : whole; left > 0; left--)
            shares[Enumerable.Range(0, shares.Length).MaxBy(i => weights[i] / ((2 * shares[i]) + 1))]++;
        return shares;
    }
}
