namespace ReasonOps.Operator.Hosting;

/// <summary>
/// Gives back what a burst of work left behind. A collector that has nothing to do keeps its heap as large as the burst needed it, and an
/// operator that is quiet would hold that for days.
/// </summary>
internal static class IdleMemory
{
    private const long Quiet = 4 << 20;
    private const long Worthwhile = 64 << 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <summary>Until cancelled.</summary>
    public static async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (last, collected) = (0L, 0L);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (allocated - last < Quiet && allocated - collected > Worthwhile)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collected = allocated;
            }
            last = allocated;
        }
    }
}
