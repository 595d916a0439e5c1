using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>
/// Leaves vote with their answers, each with its reward (weighted best-of-N, arXiv:2408.03314): the answer with the largest sum wins, of
/// equals the one with more votes, then the one that was asked for first. The winner is that answer's best-rewarded leaf.
/// </summary>
internal static class LeafVote
{
    /// <param name="value">0 to 1; null: no reward could be had, the leaf counts as much as the average of the others.</param>
    public static Outcome Outcome(IReadOnlyList<Candidate> leaves, Func<Candidate, double?> value, IAnswerEquivalence equivalence)
    {
        var known = leaves.Select(value).OfType<double>().DefaultIfEmpty(1).Average();
        var candidates = new List<Group>();
        foreach (var leaf in leaves.Where(leaf => leaf.Chain.Answer is not null)) Join(candidates, leaf, value(leaf) ?? known, equivalence);
        var cast = leaves.Sum(leaf => leaf.Count);
        return candidates.MaxBy(group => (group.Weight, group.Votes)) is { } leader
            ? new Outcome(leader.Best?.Chain, cast, (double)leader.Votes / cast, Stopped: null)
            : new Outcome(leaves.OrderByDescending(leaf => leaf.Chain.Content.Length > 0).FirstOrDefault()?.Chain, cast, 0, Stopped: null);
    }

    private static void Join(List<Group> groups, Candidate leaf, double value, IAnswerEquivalence equivalence)
    {
        var group = groups.Find(group => equivalence.Same(group.Answer, leaf.Chain.Answer!));
        if (group is null) groups.Add(group = new Group(leaf.Chain.Answer!));
        group.Add(leaf, value);
    }

    private sealed class Group(string answer)
    {
        private double _best = double.NegativeInfinity;

        public string Answer => answer;
        public Candidate? Best { get; private set; }
        public double Weight { get; private set; }
        public int Votes { get; private set; }

        public void Add(Candidate leaf, double value)
        {
            Weight += leaf.Count * value;
            Votes += leaf.Count;
            if (value > _best) (Best, _best) = (leaf, value);
        }
    }
}
