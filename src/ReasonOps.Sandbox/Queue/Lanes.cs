namespace ReasonOps.Sandbox.Queue;

/// <summary>Where checks wait: those that run something before the sandbox's places, comparisons of answers in a lane of their own, which runs never hold up.</summary>
/// <param name="runs">As many at once as the sandbox has places.</param>
/// <param name="comparisons">As many at once as there are workers, each on a CPU for a moment.</param>
internal sealed class Lanes(Lane runs, Lane comparisons)
{
    public Lane Runs => runs;
    public Lane Comparisons => comparisons;
    public IReadOnlyList<Lane> All { get; } = [runs, comparisons];

    /// <summary>Completes once nothing runs and nobody waits.</summary>
    public Task IdleAsync() => Task.WhenAll(All.Select(lane => lane.IdleAsync()));
}
