using System.Collections.Concurrent;

namespace ReasonOps.Engines.Tests.Fakes;

/// <summary>The machine's time, but that some waits are over at once; which there were is kept.</summary>
internal sealed class HastyTime(params double[] seconds) : TimeProvider
{
    private readonly HashSet<TimeSpan> _short = [.. seconds.Select(TimeSpan.FromSeconds)];

    /// <summary>Those that were over at once.</summary>
    public ConcurrentQueue<TimeSpan> Waited { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan || !_short.Contains(dueTime)) return base.CreateTimer(callback, state, dueTime, period);
        Waited.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
    }
}
