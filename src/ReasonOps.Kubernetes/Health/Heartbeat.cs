using System.Collections.Concurrent;

namespace ReasonOps.Kubernetes.Health;

/// <summary>Loops that must come round within a limit; one that does not, hangs, and only a restart of the process helps.</summary>
public sealed class Heartbeat(TimeProvider time)
{
    private readonly ConcurrentDictionary<Pulse, byte> _pulses = [];

    /// <summary>Loops that are late, for people; empty while all is well.</summary>
    public IReadOnlyList<string> Late => [.. _pulses.Keys.Select(pulse => pulse.Lateness).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>A loop begins, at rest.</summary>
    /// <param name="limit">Between <see cref="Pulse.Beat"/> and what follows it.</param>
    public Pulse Start(string name, TimeSpan limit)
    {
        var pulse = new Pulse(this, name, limit);
        _pulses[pulse] = 0;
        return pulse;
    }

    /// <summary>One loop's; dispose it when the loop ends in order.</summary>
    public sealed class Pulse : IDisposable
    {
        private readonly Heartbeat _heart;
        private readonly string _name;
        private readonly TimeSpan _limit;
        private volatile Stroke? _last;

        internal Pulse(Heartbeat heart, string name, TimeSpan limit) => (_heart, _name, _limit) = (heart, name, limit);

        internal string? Lateness =>
            _last is { } last && _heart.Elapsed(last.At) is var since && since > _limit
                ? $"{_name}: at {last.Work} for {since.TotalSeconds:0} s, longer than {_limit.TotalSeconds:0} s"
                : null;

        /// <summary>Work begins.</summary>
        public void Beat(string work) => _last = new(work, _heart.Now);

        /// <summary>There is nothing to do: the loop waits, however long.</summary>
        public void Rest() => _last = null;

        public void Dispose() => _heart._pulses.TryRemove(this, out _);
    }

    private sealed record Stroke(string Work, long At);

    private long Now => time.GetTimestamp();

    private TimeSpan Elapsed(long since) => time.GetElapsedTime(since);
}
