using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Search;

namespace ReasonOps.Rollouts.Running;

/// <summary>Everything that decides what is drawn. The same settings and seed draw the same chains.</summary>
public sealed record RolloutSettings
{
    public required SearchSettings Search { get; init; }
    public required Allocation Allocation { get; init; }

    /// <summary>Of each chain.</summary>
    public required Budget Budget { get; init; }
    public required AnswerFormat AnswerFormat { get; init; }
    public required long Seed { get; init; }

    /// <summary>Further attempts at a rollout that was wrong.</summary>
    public int Retries { get; init; }

    /// <summary>The last of them is told what is right.</summary>
    public bool Hint { get; init; }

    /// <summary>What will be kept, as far as it is told while chains are drawn.</summary>
    public PruneSettings Prune { get; init; } = new();

    /// <summary>A judge decides where no check does.</summary>
    public bool Judged { get; init; }

    /// <summary>Times that a search may be lost to crashes and hangs of what it needs before its problem is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Between one attempt and the next: doubled each time.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    public static TimeSpan LongestPause { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The seed of a search: of nothing but what it is of, so that it draws the same chains whenever it is drawn.</summary>
    public long SeedOf(long problem, int variant, int rollout)
    {
        var mixed = unchecked((ulong)Seed);
        foreach (var part in (ReadOnlySpan<ulong>)[(ulong)problem, (ulong)variant, (ulong)rollout]) mixed = Mixed(mixed + part);
        // Room for the seeds of its chains, within what engines take.
        return (long)(mixed >> 2);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mixed(ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
