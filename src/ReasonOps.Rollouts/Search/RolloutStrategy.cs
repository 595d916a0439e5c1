using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Search;

/// <summary>A search whose chains are all wanted: when it has its answer, those that were not checked or scored on the way are.</summary>
internal sealed class RolloutStrategy(IStrategy search, SearchSettings settings) : IStrategy
{
    public int Asked => search.Asked;
    public bool Live => false;

    public Decision Decide(RunState run)
    {
        var decision = search.Decide(run);
        if (decision is not Decision.Answer) return decision;
        if (!run.IsQuiet) return new Decision.Wait();
        var rollouts = run.Ended.Where(TreeBuilder.IsRollout).OrderBy(chain => chain.Index).ToArray();
        int[] open = settings.Checks ? [.. rollouts.Where(chain => chain.Check is null).Select(chain => chain.Index)] : [];
        ScoreAsk[] scores =
        [
            .. Unscored(settings.ScoresOutcome, rollouts, RewardKind.Outcome, chain => chain.Outcome),
            .. Unscored(settings.ScoresProcess, rollouts, RewardKind.Process, chain => chain.Process),
        ];
        return open.Length + scores.Length > 0 ? new Decision.More { Check = open, Score = scores } : decision;
    }

    public Outcome Conclude(RunState run) => search.Conclude(run);

    private static IEnumerable<ScoreAsk> Unscored(bool wanted, Chain[] rollouts, RewardKind kind, Func<Chain, Reward?> reward) =>
        wanted ? rollouts.Where(chain => reward(chain) is null).Select(chain => new ScoreAsk(chain.Index, kind)) : [];
}
