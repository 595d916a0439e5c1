namespace ReasonOps.Sandbox.Queue;

/// <summary>A place in a lane, until it is disposed.</summary>
internal sealed class Turn(Lane lane, TimeProvider time, TimeSpan waited, long began) : IDisposable
{
    private int _over;

    /// <summary>How long the place was waited for.</summary>
    public TimeSpan Waited => waited;

    /// <summary>How long it is held by now.</summary>
    public TimeSpan Served => time.GetElapsedTime(began);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0) lane.Leave(Served);
    }
}
