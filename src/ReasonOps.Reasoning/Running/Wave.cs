using System.Threading.Channels;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>What a wave reports, or what was found out about chains. A wave without an event is over; <paramref name="Failure"/> says why if that was not to be.</summary>
internal readonly record struct Signal(Wave? Wave, ChainEvent? Event, string? Failure = null, Finding? Finding = null);

/// <summary>One request to the sampler, and the chains it brings.</summary>
internal sealed class Wave(ChainsRequest request, CancellationToken run) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(run);
    private bool _over;

    /// <summary>A chain of it was cut here, of which its engine knows nothing: it would go on drawing it.</summary>
    public bool Overruns { get; set; }

    public bool Has(int chain) => chain >= request.First && chain < request.First + request.Count;

    /// <summary>Nothing more of it is wanted, or to come.</summary>
    public bool IsOver => _over || _cancellation.IsCancellationRequested;

    public void Cancel()
    {
        if (!_over) _cancellation.Cancel();
    }

    public void Dispose()
    {
        _over = true;
        _cancellation.Dispose();
    }

    /// <summary>
    /// Sends on what the sampler reports until it ends, fails or is cancelled; never throws. Writing is not cancelled:
    /// whatever the sampler sent is counted, and the run reads until every wave is over.
    /// </summary>
    public async Task PumpAsync(IChainSampler sampler, ChannelWriter<Signal> signals)
    {
        try
        {
            var failure = await SampleAsync(sampler, signals);
            await signals.WriteAsync(new Signal(this, null, failure), CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The run gave up on a sampler that did not heed its cancellation.
        }
    }

    private async Task<string?> SampleAsync(IChainSampler sampler, ChannelWriter<Signal> signals)
    {
        try
        {
            await foreach (var report in sampler.SampleAsync(request, _cancellation.Token))
                await signals.WriteAsync(new Signal(this, report), CancellationToken.None);
            return null;
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is not ChannelClosedException)
        {
            return e.Message;
        }
    }
}
