using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.Ballots;

/// <summary>The chains that ran, by index and so whatever the order of their end, and the distinct answers among them.</summary>
internal sealed class Ballot
{
    public Ballot(IEnumerable<Chain> chains, IAnswerEquivalence equivalence)
    {
        Chains = [.. chains.Where(chain => chain.Ran).OrderBy(chain => chain.Index)];
        Voters = [.. Chains.Where(chain => chain.Answer is not null)];
        var choices = new List<List<Chain>>();
        foreach (var chain in Voters)
        {
            if (choices.Find(choice => equivalence.Same(choice[0].Answer!, chain.Answer!)) is { } known) known.Add(chain);
            else choices.Add([chain]);
        }
        Choices = [.. choices.Select(choice => new Choice(choice))];
    }

    public IReadOnlyList<Chain> Chains { get; }

    /// <summary>Those with an answer.</summary>
    public IReadOnlyList<Chain> Voters { get; }

    /// <summary>In order of their first chain; a chain without an answer is in none.</summary>
    public IReadOnlyList<Choice> Choices { get; }

    public bool IsUnanimous => Choices.Count <= 1;

    /// <summary>The choice of the most votes, of equals the first. Where no one voted for anyone: the first that said anything, or at least ran.</summary>
    public Chain? Majority => Choices.MaxBy(choice => choice.Chains.Count)?.First ?? Silent;

    /// <summary>Of the choice whose chains weigh most (of equals: has more votes, or was first) the chain that does.</summary>
    public Chain? Heaviest(Func<Chain, double> weight) => Choices
        .OrderByDescending(choice => choice.Chains.Sum(weight))
        .ThenByDescending(choice => choice.Chains.Count)
        .FirstOrDefault()?.Chains.MaxBy(weight) ?? Silent;

    private Chain? Silent => Chains.FirstOrDefault(chain => chain.Content.Length > 0) ?? (Chains.Count > 0 ? Chains[0] : null);

    /// <summary>Of this chain's choice, among all that ran.</summary>
    public Outcome Won(Chain? winner, IReadOnlyList<string>? notes = null, string? stopped = null) =>
        new(winner, Chains.Count, winner is null ? 0 : Share(winner), stopped) { Notes = notes ?? [] };

    private double Share(Chain winner) =>
        (double)(Choices.FirstOrDefault(choice => choice.Chains.Any(chain => chain.Index == winner.Index))?.Chains.Count ?? 0) / Chains.Count;
}

/// <summary>Chains of one answer, by index.</summary>
internal sealed record Choice(IReadOnlyList<Chain> Chains)
{
    public Chain First => Chains[0];
}
