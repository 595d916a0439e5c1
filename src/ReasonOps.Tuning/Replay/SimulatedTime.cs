namespace ReasonOps.Tuning.Replay;

/// <summary>A clock that stands until it is moved on, and then jumps to the next timer: hours of sampling pass in no time.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<(SimulatedTimer Timer, int Setting), (long Due, long Order)> _due = new();
    private readonly Lock _gate = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>To the next timer, which is called; false: there is none.</summary>
    public bool MoveOn()
    {
        if (Next() is not { } timer) return false;
        timer.Call();
        return true;
    }

    private SimulatedTimer? Next()
    {
        lock (_gate)
        {
            while (_due.TryDequeue(out var next, out var at))
            {
                if (!next.Timer.IsSet(next.Setting)) continue;
                _now = Math.Max(_now, at.Due);
                return next.Timer;
            }
            return null;
        }
    }

    private void Set(SimulatedTimer timer, int setting, TimeSpan after)
    {
        lock (_gate) _due.Enqueue((timer, setting), (_now + Math.Max(0, after.Ticks), _order++));
    }

    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _setting;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public bool IsSet(int setting) => _setting == setting;

        public void Call()
        {
            if (_period > TimeSpan.Zero) time.Set(this, ++_setting, _period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _setting++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan) time.Set(this, _setting, dueTime);
            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
