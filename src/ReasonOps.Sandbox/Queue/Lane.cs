namespace ReasonOps.Sandbox.Queue;

/// <summary>
/// A number of places and a bounded line before them, first come first served. Who waits holds a seat; a batch holds one for as long as it
/// lasts, and its checks then stand in line without any. Who goes away leaves the line at once.
/// </summary>
/// <param name="name">For metrics.</param>
/// <param name="places">How many are served at once.</param>
/// <param name="seats">How many may wait.</param>
/// <param name="time">Measures waiting.</param>
internal sealed class Lane(string name, int places, int seats, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _line = [];
    private readonly RecentTimes _recent = new();
    private TaskCompletionSource? _idle;
    private int _busy;
    private int _taken;

    public string Name => name;
    public int Places => places;
    public int Seats => seats;

    public int Busy { get { lock (_lock) return _busy; } }

    public int Waiting { get { lock (_lock) return _line.Count; } }

    /// <summary>Waits for a place.</summary>
    /// <param name="seated">Whether a seat was taken beforehand.</param>
    /// <exception cref="QueueFullException">Nobody may wait any more.</exception>
    public Task<Turn> EnterAsync(bool seated, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var arrived = time.GetTimestamp();
        LinkedListNode<Waiter> waiter;
        lock (_lock)
        {
            if (_busy < places)
            {
                _busy++;
                return Task.FromResult(Begin(arrived));
            }
            if (!seated) Sit();
            waiter = _line.AddLast(new Waiter(arrived, seated));
        }
        return StandAsync(waiter, cancellation);
    }

    /// <summary>A seat for as long as it is not disposed.</summary>
    /// <exception cref="QueueFullException">All are taken.</exception>
    public Seat TakeSeat()
    {
        lock (_lock) Sit();
        return new Seat(this);
    }

    /// <summary>Completes once nobody waits, is served or holds a seat.</summary>
    public Task IdleAsync()
    {
        lock (_lock)
        {
            if (IsIdle) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    internal void Stand()
    {
        lock (_lock)
        {
            _taken--;
            SayIfIdle();
        }
    }

    internal void Leave(TimeSpan served)
    {
        lock (_lock)
        {
            _recent.Add(served);
            Pass();
        }
    }

    private bool IsIdle => _busy == 0 && _line.Count == 0 && _taken == 0;

    private async Task<Turn> StandAsync(LinkedListNode<Waiter> waiter, CancellationToken cancellation)
    {
        await using var _ = cancellation.Register(() => Forget(waiter, cancellation));
        await waiter.Value.Called.Task;
        return Begin(waiter.Value.Arrived);
    }

    private Turn Begin(long arrived)
    {
        var now = time.GetTimestamp();
        return new Turn(this, time, time.GetElapsedTime(arrived, now), now);
    }

    private void Sit()
    {
        if (_taken >= seats) throw new QueueFullException(name, seats, _recent.Until(_line.Count + 1, places));
        _taken++;
    }

    private void Forget(LinkedListNode<Waiter> waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (waiter.List is null) return; // its place was given already; whoever has it gives it back
            Remove(waiter);
            SayIfIdle();
        }
        waiter.Value.Called.SetCanceled(cancellation);
    }

    /// <summary>A place is free: the first in line has it.</summary>
    private void Pass()
    {
        if (_line.First is { } first)
        {
            Remove(first);
            first.Value.Called.SetResult();
        }
        else
        {
            _busy--;
            SayIfIdle();
        }
    }

    private void Remove(LinkedListNode<Waiter> waiter)
    {
        _line.Remove(waiter);
        if (!waiter.Value.Seated) _taken--;
    }

    private void SayIfIdle()
    {
        if (!IsIdle) return;
        _idle?.SetResult();
        _idle = null;
    }

    private sealed record Waiter(long Arrived, bool Seated)
    {
        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
