using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>Chains of one text: the first of them stands for all, is scored once and gone on from once.</summary>
internal sealed record Candidate(Chain Chain, int Count)
{
    public static (string, string) Key(Chain chain) => (chain.Reasoning, chain.Content);

    public static IReadOnlyList<Candidate> Distinct(IEnumerable<Chain> chains) =>
        [.. chains.GroupBy(Key).Select(twins => new Candidate(twins.First(), twins.Count()))];
}
