namespace ReasonOps.Sandbox.Queue;

/// <summary>How long places were held lately: an average in which a time counts half after some seven later ones. Not thread-safe.</summary>
internal sealed class RecentTimes
{
    private const double Weight = 0.1;

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(1);

    private double? _seconds;

    public void Add(TimeSpan held) => _seconds = _seconds is { } before ? before + Weight * (held.TotalSeconds - before) : held.TotalSeconds;

    /// <summary>When the one at this position in line (1 is the first) is served; from a second to a minute.</summary>
    public TimeSpan Until(int position, int places)
    {
        var wait = TimeSpan.FromSeconds((_seconds ?? 0) * position / places);
        return wait < Soonest ? Soonest : wait > Latest ? Latest : wait;
    }
}
