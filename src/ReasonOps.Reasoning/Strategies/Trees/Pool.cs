using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>Chains of one level that compete for the same places of the next.</summary>
internal sealed class Pool
{
    private readonly IReadOnlyList<Candidate> _steps;
    private readonly int _leaves;
    private readonly int _beams;

    /// <param name="drawn">In order of their index.</param>
    /// <param name="leaves">Chains that may come to an end, those of <paramref name="drawn"/> that have included.</param>
    /// <param name="beams">Steps that may be kept.</param>
    public Pool(IReadOnlyList<Chain> drawn, int leaves, int beams)
    {
        _steps = Candidate.Distinct(drawn.Where(chain => !chain.Ran).OrderBy(chain => chain.Index));
        _leaves = leaves - drawn.Count(chain => chain.Ran);
        _beams = beams;
    }

    public IEnumerable<Chain> Steps => _steps.Select(step => step.Chain);

    /// <summary>There are more steps than can be kept.</summary>
    public bool IsContested => _steps.Count > Math.Min(_beams, _leaves) && _leaves > 0;

    /// <summary>The places of the next level, best first; ties go to the step drawn more often, then to the one asked for first.</summary>
    public IEnumerable<Branch> Keep(Func<Chain, double?> value, bool step)
    {
        if (_leaves <= 0) return [];
        if (IsContested && _steps.All(candidate => value(candidate.Chain) is null))
            return _steps.Select(candidate => new Branch(candidate.Chain, candidate.Count, 1, Step: false));
        var kept = _steps.OrderByDescending(candidate => value(candidate.Chain) ?? double.NegativeInfinity)
            .ThenByDescending(candidate => candidate.Count).Take(Math.Min(_beams, _leaves)).ToList();
        return kept.Select((candidate, i) => new Branch(
            candidate.Chain, Branch.Part(_leaves, kept.Count, i), Branch.Part(_beams, kept.Count, i), step));
    }
}
