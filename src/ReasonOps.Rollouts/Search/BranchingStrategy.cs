using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Rollouts.Search;

/// <summary>
/// One chain is drawn to its end, the trunk, then others leave it at places spread evenly over its steps, the question first. Of N chains all but one
/// begin with a part of the trunk, which the engine reads as part of their prompt, once for all that leave there. Without a trunk (depth 0) all begin at the question.
/// Cost: with places at each fraction of the trunk, about two thirds of the tokens of N whole chains; less with more places.
/// </summary>
/// <param name="leaves">Chains that come to an end, the trunk included; 1 or more.</param>
/// <param name="each">That leave one place; 1 or more.</param>
/// <param name="depth">The most steps of the trunk behind which it is left; 0: there is none.</param>
/// <param name="steps">Where a step ends.</param>
internal sealed class BranchingStrategy(int leaves, int each, int depth, StepFormat steps) : IStrategy
{
    public int Asked => leaves;
    public bool Live => false;

    public Decision Decide(RunState run)
    {
        if (!run.IsQuiet) return new Decision.Wait();
        var (ran, failed) = (run.Ended.Count(chain => chain.Ran), run.Ended.Count(chain => !chain.Ran));
        // As many failures as there are chains are drawn again, not more.
        if (ran >= leaves || failed >= leaves) return new Decision.Answer(Conclude(run));
        if (depth == 0 || leaves == 1) return new Decision.More { Draw = [.. Enumerable.Repeat(Draft.Fresh, leaves - ran)] };
        return new Decision.More { Draw = Trunk(run) is { } trunk ? [.. Places(trunk).Skip(ran - 1).Take(leaves - ran)] : [Draft.Fresh] };
    }

    /// <summary>Nobody waits for an answer; the chains are what is wanted.</summary>
    public Outcome Conclude(RunState run) => new(run.Ended.FirstOrDefault(chain => chain.Ran), run.Ended.Count(chain => chain.Ran), 0, null);

    private static Chain? Trunk(RunState run) => run.Ended.Where(chain => chain.Ran && chain.Parent is null).MinBy(chain => chain.Index);

    /// <summary>What leaves the trunk, one after the other, those that leave one place in a row: they share a request.</summary>
    private IEnumerable<Draft> Places(Chain trunk)
    {
        var cuts = Cuts(trunk).Take(depth).Prepend(default).ToArray();
        var places = Math.Clamp((leaves + each - 1) / each, 1, cuts.Length);
        // The trunk itself is the first of those that leave the question.
        for (var i = 1; i < leaves; i++)
        {
            var place = (int)((long)i * places / leaves);
            var cut = cuts[places == 1 ? 0 : (int)Math.Round((double)place * (cuts.Length - 1) / (places - 1))];
            yield return cut.Length == 0 ? Draft.Fresh : new Draft { Parent = trunk.Index, Cut = cut };
        }
    }

    /// <summary>Behind each of its steps but the last: there is nothing left to be thought.</summary>
    private IEnumerable<Cut> Cuts(Chain trunk)
    {
        var (count, length) = (0, 0);
        foreach (var step in steps.Split(trunk.Reasoning).SkipLast(1)) yield return new Cut(++count, length += step.Length);
    }
}
