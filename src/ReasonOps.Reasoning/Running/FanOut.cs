using System.Threading.Channels;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>The waves in flight and what is asked of the ports, multiplexed into one bounded channel; a slow reader holds the samplers back.</summary>
internal sealed class FanOut(IChainSampler sampler, TimeProvider time, CancellationToken run) : IDisposable
{
    private const int MaxUnread = 256;

    /// <summary>Inquiries at once; the others wait their turn.</summary>
    private const int MaxInquiries = 16;

    /// <summary>How long a stream whose chains have all ended may take to say what the prompt took and close.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);

    /// <summary>How long a cancelled sampler may take to end before the run no longer waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Signal> _signals = Channel.CreateBounded<Signal>(new BoundedChannelOptions(MaxUnread) { SingleReader = true });
    private readonly List<Wave> _waves = [];
    private readonly Queue<Func<CancellationToken, Task<Finding>>> _unasked = [];
    private readonly CancellationTokenSource _inquiries = CancellationTokenSource.CreateLinkedTokenSource(run);
    private int _asking;

    public Wave Launch(ChainsRequest request)
    {
        var wave = new Wave(request, run);
        _waves.Add(wave);
        _ = wave.PumpAsync(sampler, _signals.Writer);
        return wave;
    }

    /// <param name="inquiry">Finds something whatever happens; never throws.</param>
    public void Ask(Func<CancellationToken, Task<Finding>> inquiry)
    {
        _unasked.Enqueue(inquiry);
        AskNext();
    }

    /// <summary>The next report; null when cancelled first.</summary>
    public async ValueTask<Signal?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            var signal = await _signals.Reader.ReadAsync(cancellation);
            if (signal.Finding is not null) _asking--;
            else if (signal.Event is null && _waves.Remove(signal.Wave!)) signal.Wave!.Dispose();
            AskNext();
            return signal;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Cancels all that is not complete and awaits everything; what comes meanwhile goes to <paramref name="account"/>.</summary>
    public async ValueTask StopAsync(Func<Wave, bool> isComplete, Action<Signal> account)
    {
        _unasked.Clear();
        _inquiries.Cancel();
        foreach (var wave in _waves.Where(wave => !isComplete(wave))) wave.Cancel();
        if (await DrainAsync(Courtesy, account)) return;
        foreach (var wave in _waves) wave.Cancel();
        if (!await DrainAsync(Patience, account)) _signals.Writer.TryComplete();
    }

    public void Dispose() => _inquiries.Dispose();

    private void AskNext()
    {
        while (_asking < MaxInquiries && _unasked.TryDequeue(out var inquiry))
        {
            _asking++;
            _ = PumpAsync(inquiry, _inquiries.Token);
        }
    }

    private async Task PumpAsync(Func<CancellationToken, Task<Finding>> inquiry, CancellationToken cancellation)
    {
        var finding = await inquiry(cancellation);
        try
        {
            await _signals.Writer.WriteAsync(new Signal(null, null, Finding: finding), CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The run gave up on a sampler that did not heed its cancellation.
        }
    }

    private async ValueTask<bool> DrainAsync(TimeSpan patience, Action<Signal> account)
    {
        using var limit = new CancellationTokenSource(patience, time);
        while (_waves.Count > 0 || _asking > 0)
        {
            if (await NextAsync(limit.Token) is not { } signal) return false;
            account(signal);
        }
        return true;
    }
}
