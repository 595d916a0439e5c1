using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>
/// A run's ended chains by what they were drawn for, each in order of its index: the order they were asked for in, whatever came first.
/// What a search has done so far is read off it, so a search keeps no state of its own.
/// </summary>
internal sealed class ChainTree
{
    private readonly Chain[] _chains;
    private readonly ILookup<Draft, Chain> _drawn;
    private readonly Dictionary<(string, string), Reward> _process = [];
    private readonly Dictionary<string, CheckResult> _checks = [];
    private readonly int _failed;

    public ChainTree(RunState run)
    {
        _chains = [.. run.Ended.OrderBy(chain => chain.Index)];
        _drawn = _chains.ToLookup(chain => chain.Draft);
        _failed = _chains.Count(chain => !IsUsable(chain));
        foreach (var chain in _chains)
        {
            if (chain.Process is { } reward) _process.TryAdd(Candidate.Key(chain), reward);
            if (chain.Check is { } check) _checks.TryAdd(chain.Answer ?? "", check);
        }
    }

    public static Draft Step(Chain? from) => Draft.Fresh with { Parent = from?.Index, Step = true };

    /// <summary>The likeliest next step, to see where it leads; its chain is never gone on from otherwise, and has no vote.</summary>
    public static Draft GreedyStep(Chain from) => Step(from) with { Temperature = 0 };

    public static Draft ToItsEnd(Chain? from) => Draft.Fresh with { Parent = from?.Index };

    /// <summary>The chains that vote: those that came to an end of their own. Where there are none, what greedy steps came to.</summary>
    public IReadOnlyList<Chain> Leaves => Finished is { Count: > 0 } finished ? finished : [.. _chains.Where(chain => chain.Ran)];

    /// <summary>Every chain that came to an end of its own, twins each.</summary>
    public IReadOnlyList<Chain> Finished => [.. _chains.Where(chain => chain.Ran && chain.Draft.Temperature is null)];

    public int Ran => Finished.Count;

    /// <summary>What came of this draft, without those that failed.</summary>
    public IReadOnlyList<Chain> Drawn(Draft draft) => [.. _drawn[draft].Where(IsUsable)];

    /// <summary>The reward of this text, whichever chain of it was scored.</summary>
    public Reward? Process(Chain chain) => _process.GetValueOrDefault(Candidate.Key(chain));

    /// <summary>What the verifier said of this answer, whichever chain came to it.</summary>
    public CheckResult? Check(Chain chain) => _checks.GetValueOrDefault(chain.Answer ?? "");

    /// <summary>Rewards were asked for and not one could be had: more would be asked for in vain.</summary>
    public bool IsWithoutRewards => _process.Count > 0 && _process.Values.All(reward => reward.Steps.Count == 0);

    /// <summary>
    /// What is still to be drawn of what is wanted. Failed chains are drawn again until more than <paramref name="maxFailures"/> have
    /// failed in all; from then on a place is content with what it has.
    /// </summary>
    public IReadOnlyList<Draft> Missing(IEnumerable<(Draft Draft, int Count)> wanted, int maxFailures) =>
        [.. wanted.SelectMany(want => Enumerable.Repeat(want.Draft, Missing(want.Draft, want.Count, maxFailures)))];

    public IReadOnlyList<ScoreAsk> Unscored(IEnumerable<Chain> chains) =>
        [.. chains.DistinctBy(Candidate.Key).Where(chain => Process(chain) is null).Select(chain => new ScoreAsk(chain.Index, RewardKind.Process))];

    public IReadOnlyList<int> Unchecked(IEnumerable<Chain> chains) =>
        [.. chains.DistinctBy(chain => chain.Answer ?? "").Where(chain => Check(chain) is null).Select(chain => chain.Index)];

    private int Missing(Draft draft, int count, int maxFailures) =>
        _failed > maxFailures && _drawn.Contains(draft) ? 0 : Math.Max(0, count - Drawn(draft).Count);

    private static bool IsUsable(Chain chain) => chain.Ran || chain.End == ChainEnd.Step;
}
