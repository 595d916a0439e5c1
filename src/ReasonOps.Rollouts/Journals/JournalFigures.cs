using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Rollouts.Journals;

/// <summary>How far one worker has come: sums over its journal, the same after it was killed and begun again.</summary>
public sealed record JournalFigures
{
    /// <summary>The numbers of rollouts for which coverage is told.</summary>
    public static IReadOnlyList<int> Coverage { get; } = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>Problems that nothing more is drawn for, those set aside too.</summary>
    public long Settled { get; init; }
    public long Quarantined { get; init; }

    /// <summary>That are final, those of problems that are open too.</summary>
    public long Rollouts { get; init; }

    /// <summary>After their revisions.</summary>
    public long Right { get; init; }
    public long Wrong { get; init; }

    /// <summary>Of settled problems.</summary>
    public long Kept { get; init; }

    /// <summary>Tokens that engines drew, and those of prompts that they read.</summary>
    public long Forward { get; init; }

    /// <summary>Tokens of kept chains.</summary>
    public long Backward { get; init; }

    /// <summary>Of the unbiased estimate at the first attempt: its sum over the settled problems with so many decided rollouts, and how many those are.</summary>
    public IReadOnlyDictionary<int, PassSum> PassAt { get; init; } = new Dictionary<int, PassSum>();

    internal JournalFigures With(ProblemCounts counts)
    {
        var decided = counts.Right + counts.Wrong;
        var sums = new SortedDictionary<int, PassSum>(PassAt.ToDictionary());
        foreach (var k in Coverage.TakeWhile(k => k <= decided))
        {
            var sum = sums.GetValueOrDefault(k);
            sums[k] = new(sum.Sum + PassAtK.Estimate(decided, counts.Right, k), sum.Problems + 1);
        }
        return this with { Kept = Kept + counts.Kept, Backward = Backward + counts.Backward, PassAt = sums };
    }
}

/// <param name="Sum">Over problems.</param>
/// <param name="Problems">How many.</param>
public readonly record struct PassSum(double Sum, long Problems)
{
    public double Mean => Sum / Problems;
}
