using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.Ballots;

internal static class Wave
{
    /// <summary>
    /// Fresh chains that are still to be started so that so many run. Failed ones are drawn again, at most as many as there are
    /// <paramref name="votes"/>; cancelled ones were had.
    /// </summary>
    public static int Missing(this RunState run, int wanted, int votes)
    {
        var had = run.Ended.Count(chain => chain.Ran || chain.End == ChainEnd.Cancelled);
        var (missing, drawable) = (wanted - had - run.InFlight.Count, (2 * votes) - run.Ended.Count - run.InFlight.Count);
        return Math.Max(0, Math.Min(missing, drawable));
    }

    public static int Missing(this RunState run, int votes) => run.Missing(votes, votes);
}
