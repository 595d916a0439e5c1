using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>
/// Draws what the request's budget still holds. A search that spent it on steps alone would end without an answer: where nothing has come to
/// its end yet, the last chain that can be had is the best partial one's, which goes to its end.
/// </summary>
internal static class Rationed
{
    public static Decision.More Draw(RunState run, ChainTree tree, IReadOnlyList<Draft> wanted)
    {
        if (run.Room is not { } room || wanted.Count < room || tree.Ran > 0) return new Decision.More { Draw = wanted };
        if (room > 1) return new Decision.More { Draw = [.. wanted.Take(room - 1)] };
        return new Decision.More { Draw = [ChainTree.ToItsEnd(Best(run, tree))] };
    }

    private static Chain? Best(RunState run, ChainTree tree) => run.Ended
        .Where(chain => chain.End == ChainEnd.Step)
        .OrderByDescending(chain => RewardAggregate.Last.Of(tree.Process(chain)) ?? double.NegativeInfinity)
        .ThenByDescending(chain => chain.ReasoningTokens)
        .ThenBy(chain => chain.Index)
        .FirstOrDefault();
}
