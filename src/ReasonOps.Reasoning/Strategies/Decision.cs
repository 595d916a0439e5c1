using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Strategies;

public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>All of this at once. What of it cannot be had (budget, no such port) is left out; where nothing is left the run is concluded.</summary>
    public sealed record More : Decision
    {
        /// <summary>Chains to start.</summary>
        public IReadOnlyList<Draft> Draw { get; init; } = [];

        /// <summary>Ended chains to be scored, whole or partial.</summary>
        public IReadOnlyList<ScoreAsk> Score { get; init; } = [];

        /// <summary>Ended chains to be checked, by index.</summary>
        public IReadOnlyList<int> Check { get; init; } = [];

        /// <summary>Ended chains to be compared.</summary>
        public IReadOnlyList<CompareAsk> Compare { get; init; } = [];

        /// <summary>Chains in flight that are no longer needed, by index; they end as cancelled.</summary>
        public IReadOnlyList<int> Cancel { get; init; } = [];
    }

    /// <summary>What is in flight or awaited is needed first.</summary>
    public sealed record Wait : Decision;

    /// <summary>Done; what is in flight is no longer needed.</summary>
    public sealed record Answer(Outcome Outcome) : Decision;

    /// <summary>So many more chains from the question.</summary>
    public static More Start(int count) => new() { Draw = [.. Enumerable.Repeat(Draft.Fresh, count)] };
}

public sealed record ScoreAsk(int Chain, RewardKind Kind);

public sealed record CompareAsk(int Left, int Right);
