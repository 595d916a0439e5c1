using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Labels;

/// <summary>Right chains against wrong ones of the same problem.</summary>
public static class PreferencePairs
{
    /// <summary>
    /// Each right rollout with the wrong one whose thinking goes with its own the longest: they part where the mistake is. A wrong rollout is used once while others are left.
    /// </summary>
    /// <param name="rollouts">Of one problem and variant, the best first.</param>
    /// <param name="most">Pairs.</param>
    public static IReadOnlyList<PreferencePair> Of(IReadOnlyList<Rollout> rollouts, int most)
    {
        var wrong = rollouts.Where(rollout => rollout.Leaf.Verdict == Verdict.Wrong).ToList();
        var (free, pairs) = (wrong.ToList(), new List<PreferencePair>());
        foreach (var right in rollouts.Where(rollout => rollout.IsRight).Take(most))
        {
            if (wrong.Count == 0) break;
            if (free.Count == 0) free.AddRange(wrong);
            var rejected = free.MaxBy(rollout => Shared(right.Reasoning, rollout.Reasoning))!;
            free.Remove(rejected);
            pairs.Add(new(right, rejected, Shared(right.Reasoning, rejected.Reasoning)));
        }
        return pairs;
    }

    private static int Shared(string one, string other) => one.AsSpan().CommonPrefixLength(other);
}

/// <param name="Shared">Characters of thinking that both begin with.</param>
public sealed record PreferencePair(Rollout Chosen, Rollout Rejected, int Shared);
