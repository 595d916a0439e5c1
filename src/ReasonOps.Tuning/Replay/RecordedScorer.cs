using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Tuning.Replay;

/// <summary>The rewards that were recorded with the samples.</summary>
public sealed class RecordedScorer(RecordedSampler sampler) : IScorer
{
    public ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<Reward>>([.. chains.Select(chain => Of(kind, chain))]);

    private Reward Of(RewardKind kind, Chain chain) => (kind, sampler.Sample(chain.Index)) switch
    {
        (RewardKind.Outcome, { Outcome: { } score }) => new Reward([score]),
        (RewardKind.Process, { Process.Count: > 0 } sample) => new Reward(sample.Process),
        _ => Reward.None($"the {(kind == RewardKind.Outcome ? "outcome" : "process")} reward of this sample is not recorded"),
    };
}

/// <summary>The verdicts that were recorded with the samples.</summary>
public sealed class RecordedChecker(RecordedSampler sampler) : IChecker
{
    public ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation) => ValueTask.FromResult(sampler.Sample(chain.Index)?.Check switch
    {
        true => new CheckResult(CheckEnd.Passed),
        false => new CheckResult(CheckEnd.Failed),
        null => new CheckResult(CheckEnd.Unknown, "no check of this sample is recorded"),
    });
}
