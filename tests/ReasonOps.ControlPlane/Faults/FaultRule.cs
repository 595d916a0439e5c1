namespace ReasonOps.ControlPlane.Faults;

/// <summary>Requests that meet a fault; disposed, they meet it no more.</summary>
public sealed class FaultRule : IDisposable
{
    private readonly Func<ProxiedRequest, bool> _meets;
    private readonly int _times;
    private int _hits;
    private volatile bool _over;

    internal FaultRule(Func<ProxiedRequest, bool> meets, Fault fault, int times) => (_meets, Fault, _times) = (meets, fault, times);

    /// <summary>How many met it.</summary>
    public int Hits => Math.Min(Volatile.Read(ref _hits), _times);

    internal Fault Fault { get; }

    public void Dispose() => _over = true;

    internal bool Takes(ProxiedRequest request) => !_over && Hits < _times && _meets(request) && Interlocked.Increment(ref _hits) <= _times;
}
