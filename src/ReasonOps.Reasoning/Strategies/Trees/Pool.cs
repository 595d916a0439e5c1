using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>Chains of one level that compete for the same places of the next.</summary>
internal sealed class Pool
{
    private readonly IReadOnlyList<Candidate> _steps;
    private readonly int _leaves;
    private readonly int _beams;
    private readonly bool _even;

    /// <param name="drawn">In order of their index.</param>
    /// <param name="leaves">Chains that may come to an end, those of <paramref name="drawn"/> that have included.</param>
    /// <param name="beams">Steps that may be kept.</param>
    /// <param name="even">Steps that are kept draw as many next ones each; otherwise in proportion to what they are worth and how often they were drawn.</param>
    public Pool(IReadOnlyList<Chain> drawn, int leaves, int beams, bool even)
    {
        _steps = Candidate.Distinct(drawn.Where(chain => !chain.Ran).OrderBy(chain => chain.Index));
        _leaves = leaves - drawn.Count(chain => chain.Ran);
        (_beams, _even) = (beams, even);
    }

    public IEnumerable<Chain> Steps => _steps.Select(step => step.Chain);

    /// <summary>It matters which step is the better one.</summary>
    public bool IsContested => _leaves > 0 && _steps.Count > (_even ? Math.Min(_beams, _leaves) : 1);

    /// <summary>The places of the next level, best first; ties go to the step drawn more often, then to the one asked for first.</summary>
    public IEnumerable<Branch> Keep(Func<Chain, double?> value, bool step)
    {
        if (_leaves <= 0) return [];
        if (IsContested && _steps.All(candidate => value(candidate.Chain) is null))
            return _steps.Select(candidate => new Branch(candidate.Chain, candidate.Count, 1, Step: false));
        var kept = _steps.OrderByDescending(candidate => value(candidate.Chain) ?? double.NegativeInfinity)
            .ThenByDescending(candidate => candidate.Count).Take(Math.Min(_beams, _leaves)).ToList();
        var leaves = Leaves(kept, value);
        return kept.Select((candidate, i) => new Branch(candidate.Chain, leaves[i], Branch.Part(_beams, kept.Count, i), step)).Where(branch => branch.Leaves > 0);
    }

    /// <summary>
    /// How often a step was drawn is how likely the model finds it, and its reward how likely it is right: with the product of both, leaves are
    /// drawn as a particle filter would (arXiv:2502.01618).
    /// </summary>
    private int[] Leaves(List<Candidate> kept, Func<Chain, double?> value) => _even
        ? [.. kept.Select((_, i) => Branch.Part(_leaves, kept.Count, i))]
        : Branch.Shares(_leaves, [.. kept.Select(candidate => candidate.Count * (value(candidate.Chain) ?? 0))]);
}
