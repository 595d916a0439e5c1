using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Strategies.Ballots;

namespace ReasonOps.Reasoning.Strategies.Judge;

/// <summary>
/// Rounds of pairs, those of most votes meeting last. A judge leans to the place an answer stands in (arXiv:2306.05685), so each pair is
/// compared in both orders; where that leaves it even the answer of more votes goes on.
/// </summary>
internal sealed class Knockout
{
    private readonly Dictionary<CompareAsk, Comparison> _said;
    private int _pairs;
    private int _even;

    public Knockout(IReadOnlyList<Choice> choices, IReadOnlyList<Comparison> comparisons)
    {
        _said = comparisons.DistinctBy(Ask).ToDictionary(Ask);
        var left = choices.OrderByDescending(choice => choice.Chains.Count).ToArray();
        while (left.Length > 1)
        {
            if (Open.Count == 0) Open = Unsaid(left);
            left = Round(left);
        }
        Winner = left.FirstOrDefault();
    }

    /// <summary>What the judge is to be asked before the next round; empty: nothing more.</summary>
    public IReadOnlyList<CompareAsk> Open { get; } = [];

    /// <summary>With what has been said so far; null: there are no answers.</summary>
    public Choice? Winner { get; }

    /// <summary>What the caller is told; null: every pair was decided by the judge.</summary>
    public string? Note => _even == 0 ? null : $"the judge preferred neither in {_even} of {_pairs} pairs{Why}: the answer of more votes went on";

    private string Why => _said.Values.Select(comparison => comparison.Missing).FirstOrDefault(why => why is not null) is { } why ? $" ({why})" : "";

    private static CompareAsk Ask(Comparison comparison) => new(comparison.Left, comparison.Right);

    private List<CompareAsk> Unsaid(Choice[] left) => [.. Enumerable.Range(0, left.Length / 2)
        .SelectMany(i => BothOrders(left[i], left[^(i + 1)]))
        .Where(ask => !_said.ContainsKey(ask))];

    /// <summary>The first meets the last, the second the last but one; the one in the middle goes on unopposed.</summary>
    private Choice[] Round(Choice[] left) => [.. Enumerable.Range(0, (left.Length + 1) / 2).Select(i => Better(left[i], left[^(i + 1)]))];

    private Choice Better(Choice more, Choice fewer)
    {
        if (more == fewer) return more;
        var lead = BothOrders(more, fewer).Sum(ask => Points(ask, more) - Points(ask, fewer));
        _pairs++;
        if (lead == 0) _even++;
        return lead >= 0 ? more : fewer;
    }

    private int Points(CompareAsk ask, Choice choice) => _said.GetValueOrDefault(ask)?.Preferred == choice.First.Index ? 1 : 0;

    private static CompareAsk[] BothOrders(Choice one, Choice other) =>
        [new(one.First.Index, other.First.Index), new(other.First.Index, one.First.Index)];
}
