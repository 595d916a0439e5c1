using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Rollouts.Search;

/// <summary>
/// A trunk is drawn step by step to its end, then chains leave it at places spread evenly over its steps, the question first. Of N chains all but one
/// begin with a part of the trunk, which is in the engine's cache and drawn once. Without a trunk (depth 0) all begin at the question.
/// Cost: with places at each fraction of the trunk, about half the tokens of N whole chains.
/// </summary>
/// <param name="leaves">Chains that come to an end, the trunk included; 1 or more.</param>
/// <param name="each">That leave one place; 1 or more.</param>
/// <param name="depth">The trunk's most steps; 0: there is none.</param>
internal sealed class BranchingStrategy(int leaves, int each, int depth) : IStrategy
{
    public int Asked => leaves;
    public bool Live => false;

    public Decision Decide(RunState run)
    {
        if (!run.IsQuiet) return new Decision.Wait();
        if (depth > 0 && leaves > 1 && NextOfTrunk(run) is { } next) return new Decision.More { Draw = [next] };
        var drawn = run.Ended.Count(chain => !chain.Draft.Step && chain.Ran);
        var failed = run.Ended.Count(chain => !chain.Ran && chain.End != ChainEnd.Step);
        var missing = leaves - drawn - (Trunk(run).LastOrDefault() is { Ran: true } ? 1 : 0);
        // As many failures as there are chains are drawn again, not more.
        return missing > 0 && failed < leaves
            ? new Decision.More { Draw = [.. Places(run).Skip(drawn).Take(missing).Select(place => new Draft { Parent = place })] }
            : new Decision.Answer(Conclude(run));
    }

    /// <summary>Nobody waits for an answer; the chains are what is wanted.</summary>
    public Outcome Conclude(RunState run) => new(run.Ended.FirstOrDefault(chain => chain.Ran), run.Ended.Count(chain => chain.Ran), 0, null);

    private Draft? NextOfTrunk(RunState run)
    {
        var trunk = Trunk(run);
        var lost = run.Ended.Count(chain => chain.Draft.Step && !IsPart(chain));
        return trunk.Count >= depth || trunk is [.., { Ran: true }] || lost >= leaves ? null : new Draft { Parent = trunk.LastOrDefault()?.Index, Step = true };
    }

    private static List<Chain> Trunk(RunState run) => [.. run.Ended.Where(chain => chain.Draft.Step && IsPart(chain)).OrderBy(chain => chain.Index)];

    private static bool IsPart(Chain chain) => chain.Ran || chain.End == ChainEnd.Step;

    /// <summary>Where each chain leaves the trunk, one after the other: null is the question.</summary>
    private IEnumerable<int?> Places(RunState run)
    {
        // A trunk that came to its answer cannot be left there.
        int?[] all = [null, .. Trunk(run).Where(step => !step.Ran).Select(step => (int?)step.Index)];
        var places = Math.Clamp((leaves + each - 1) / each, 1, all.Length);
        for (var i = 0; i < leaves; i++) yield return all[(long)(i % places) * all.Length / places];
    }
}
