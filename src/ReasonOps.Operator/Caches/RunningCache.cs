using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Caches;

/// <summary>An informer at work, until it is disposed of.</summary>
internal sealed class RunningCache : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    /// <param name="informer">Not running yet.</param>
    /// <param name="synced">Told when its first list is in.</param>
    public RunningCache(IInformer<ApiObject> informer, Action? synced)
    {
        Informer = informer;
        _run = Task.WhenAll(informer.RunAsync(_stop.Token), TellAsync(synced));
    }

    public IInformer<ApiObject> Informer { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException)
        {
            // Stopped before its first list was in.
        }
        _stop.Dispose();
    }

    private async Task TellAsync(Action? synced)
    {
        if (synced is null) return;
        await Informer.Synced.WaitAsync(_stop.Token);
        synced();
    }
}
