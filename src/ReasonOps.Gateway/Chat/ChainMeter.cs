using System.Runtime.CompilerServices;
using ReasonOps.Gateway.Forecasts;
using ReasonOps.Ledger.Live;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// Counts what the chains of one request take while they run, so that a request that is cut short (its client gone, its deadline
/// reached, its gateway killed) is settled by what it did spend. Chains of one run may be sampled side by side.
/// </summary>
/// <param name="chains">That are counted.</param>
/// <param name="demand">Told of every chain; null: nobody is.</param>
internal sealed class ChainMeter(IChainSampler chains, LiveRequest? demand = null) : IChainSampler
{
    private readonly Lock _lock = new();
    private LiveTokens _taken;
    private LiveCount? _live;

    public LiveTokens Taken { get { lock (_lock) return _taken; } }

    /// <summary>Tokens of every chain and judge so far.</summary>
    public long Completion => Taken is var taken ? taken.Thought + taken.Said : 0;

    /// <summary>The prompt counts once a request, however many chains share it.</summary>
    public long Spent => Taken is var taken ? taken.Input + taken.Thought + taken.Said : 0;

    public long Prompt => Taken.Input;

    /// <summary>Counts there as well from now on; nowhere when null.</summary>
    public void CountIn(LiveCount? live)
    {
        lock (_lock) _live = live;
    }

    /// <summary>What a judge of these chains wrote is charged as any chain's answer is.</summary>
    public void Judged(int tokens)
    {
        lock (_lock)
        {
            _taken = _taken with { Said = _taken.Said + tokens };
            _live?.Set(_taken);
        }
    }

    public async IAsyncEnumerable<ChainEvent> SampleAsync(
        ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        demand?.Begin(request);
        try
        {
            await foreach (var happened in chains.SampleAsync(request, cancellation).WithCancellation(cancellation))
            {
                Count(happened);
                yield return happened;
            }
        }
        finally
        {
            demand?.Leave(request);
        }
    }

    private void Count(ChainEvent happened)
    {
        demand?.Count(happened);
        lock (_lock)
        {
            _taken = happened switch
            {
                ChainEvent.Thought thought => _taken with { Thought = _taken.Thought + thought.Tokens },
                ChainEvent.Said said => _taken with { Said = _taken.Said + said.Tokens },
                ChainEvent.Prompted prompted when _taken.Input == 0 => _taken with { Input = prompted.Tokens, Cached = prompted.CachedTokens },
                _ => _taken,
            };
            _live?.Set(_taken);
        }
    }
}
