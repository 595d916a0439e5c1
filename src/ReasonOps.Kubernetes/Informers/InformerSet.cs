namespace ReasonOps.Kubernetes.Informers;

/// <summary>Informers that run and sync together.</summary>
public sealed class InformerSet(params IReadOnlyList<IInformer> informers)
{
    public IReadOnlyList<IInformer> Informers => informers;

    /// <summary>Those whose first list is not in, with what keeps them: <c>policy/v1 PodDisruptionBudget (403 ...)</c>.</summary>
    public IReadOnlyList<string> NotSynced =>
        [.. from informer in informers
            where !informer.HasSynced
            select informer.Fault is { } fault ? $"{informer.Type} ({fault})" : $"{informer.Type}"];

    public Task WaitForSyncAsync(CancellationToken cancellation) =>
        Task.WhenAll(informers.Select(informer => informer.Synced)).WaitAsync(cancellation);

    /// <exception cref="TimeoutException">Names those that are not synced.</exception>
    public async Task WaitForSyncAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(informers.Select(informer => informer.Synced)).WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"not synced within {limit}: {string.Join(", ", NotSynced)}");
        }
    }

    /// <summary>Until cancelled. Should one fail, the others are stopped and its fault is thrown.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = informers.Select(informer => informer.RunAsync(all.Token)).ToList();
        await foreach (var ended in Task.WhenEach(running))
            if (!ended.IsCompletedSuccessfully) await all.CancelAsync();
        await Task.WhenAll(running);
    }
}
