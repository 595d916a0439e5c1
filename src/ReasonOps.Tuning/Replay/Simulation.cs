namespace ReasonOps.Tuning.Replay;

/// <summary>
/// Runs asynchronous work to its end on the calling thread, in one order: whatever can go on does, and when all of it waits the
/// clock moves on to the next timer. The same work takes the same steps at the same simulated times, every time.
/// </summary>
internal sealed class Simulation : SynchronizationContext
{
    /// <summary>For work that left the thread to come back to it; what never does is a mistake in it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly SimulatedTime _time = new();

    private Simulation()
    {
    }

    /// <exception cref="InvalidOperationException">The work waits for something that does not come.</exception>
    public static T Run<T>(Func<TimeProvider, Task<T>> work)
    {
        var before = Current;
        var simulation = new Simulation();
        SetSynchronizationContext(simulation);
        try
        {
            var running = work(simulation._time);
            simulation.Finish(running);
            return running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready)
        {
            _ready.Enqueue((d, state));
            Monitor.Pulse(_ready);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private void Finish(Task running)
    {
        // Work that ends on another thread wakes the loop as well.
        running.GetAwaiter().OnCompleted(() => Post(_ => { }, null));
        while (!running.IsCompleted)
        {
            if (TryTake(out var next)) next.Callback(next.State);
            else if (!_time.MoveOn()) AwaitPost();
        }
    }

    private bool TryTake(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_ready) return _ready.TryDequeue(out next);
    }

    private void AwaitPost()
    {
        lock (_ready)
        {
            if (_ready.Count == 0 && !Monitor.Wait(_ready, Patience))
                throw new InvalidOperationException("the simulated work waits for something that does not come");
        }
    }
}
