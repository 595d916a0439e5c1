namespace ReasonOps.Kubernetes.Informers;

/// <summary>A token that ends with another one, or when nothing was heard for too long.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _limit;

    public Watchdog(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        _limit = limit;
        _silence = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _silence.Token);
    }

    public CancellationToken Token => _either.Token;

    public bool HasBarked => _silence.IsCancellationRequested;

    public void Heard() => _silence.CancelAfter(_limit);

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }
}
