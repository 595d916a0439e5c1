using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Running;

/// <summary>What a port said about chains.</summary>
internal abstract record Finding
{
    private Finding()
    {
    }

    /// <summary>A reward for each of the chains, in their order.</summary>
    public sealed record Scored(RewardKind Kind, IReadOnlyList<int> Chains, IReadOnlyList<Reward> Rewards) : Finding;

    public sealed record Checked(int Chain, CheckResult Result) : Finding;

    public sealed record Compared(Comparison Comparison) : Finding;
}
