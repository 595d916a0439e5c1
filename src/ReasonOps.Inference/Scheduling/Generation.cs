using System.Collections.Immutable;
using System.Threading.Channels;

namespace ReasonOps.Inference.Scheduling;

/// <summary>A request in the engine: read <see cref="Steps"/> to its end; <see cref="Cancel"/> frees its chains at the next step.</summary>
public sealed class Generation(GenerationRequest request)
{
    // Not bounded by the channel but by the request: at most Count x MaxTokens tokens ever enter it. The engine must not
    // wait for a slow reader, as every other request would wait with it.
    private readonly Channel<IReadOnlyList<ChainToken>> _steps =
        Channel.CreateUnbounded<IReadOnlyList<ChainToken>>(new() { SingleReader = true, SingleWriter = true });

    private volatile bool _cancelled;
    private ImmutableHashSet<int> _cancelledChains = [];

    public GenerationRequest Request => request;

    /// <summary>
    /// The tokens of each step, one a chain at most; completes when every chain has ended, with an
    /// <see cref="EngineStoppedException"/> when the engine did first.
    /// </summary>
    public ChannelReader<IReadOnlyList<ChainToken>> Steps => _steps.Reader;

    /// <summary>Leading prompt tokens that were in the cache already. Set before the first step is read.</summary>
    public int CachedTokens { get; internal set; }

    public void Cancel() => _cancelled = true;

    /// <summary>Frees one chain of several at the next step, as when its reader found a stop text in it.</summary>
    public void CancelChain(int chain) => ImmutableInterlocked.Update(ref _cancelledChains, (chains, next) => chains.Add(next), chain);

    internal bool Wants(int chain) => !_cancelled && !Volatile.Read(ref _cancelledChains).Contains(chain);

    internal void Publish(IReadOnlyList<ChainToken> tokens) => _steps.Writer.TryWrite(tokens);

    internal void Complete(Exception? error = null) => _steps.Writer.TryComplete(error);
}
