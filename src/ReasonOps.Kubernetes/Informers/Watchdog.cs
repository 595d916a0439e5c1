namespace ReasonOps.Kubernetes.Informers;

/// <summary>A token that ends with another one, when nothing was heard for too long, or when its time is over.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _any;
    private readonly TimeSpan _limit;

    public Watchdog(TimeSpan limit, TimeSpan life, TimeProvider time, CancellationToken cancellation)
    {
        _limit = limit;
        _silence = new CancellationTokenSource(limit, time);
        _end = new CancellationTokenSource(life > TimeSpan.Zero ? life : TimeSpan.Zero, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _silence.Token, _end.Token);
    }

    public CancellationToken Token => _any.Token;

    public bool HasBarked => _silence.IsCancellationRequested;

    public bool IsOver => _end.IsCancellationRequested;

    public void Heard() => _silence.CancelAfter(_limit);

    public void Dispose()
    {
        _any.Dispose();
        _end.Dispose();
        _silence.Dispose();
    }
}
