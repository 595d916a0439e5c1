using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// Counts what the chains of one request take while they run, so that a request that is cut short (its client gone, its deadline
/// reached) is settled by what it did spend. Chains of one run may be sampled side by side.
/// </summary>
internal sealed class ChainMeter(IChainSampler chains) : IChainSampler
{
    private long _completion;
    private int _prompt;

    /// <summary>Tokens of every chain so far.</summary>
    public long Completion => Interlocked.Read(ref _completion);

    /// <summary>The prompt counts once a request, however many chains share it.</summary>
    public long Spent => Completion + Volatile.Read(ref _prompt);

    public int Prompt => Volatile.Read(ref _prompt);

    public async IAsyncEnumerable<ChainEvent> SampleAsync(
        ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var happened in chains.SampleAsync(request, cancellation).WithCancellation(cancellation))
        {
            Count(happened);
            yield return happened;
        }
    }

    private void Count(ChainEvent happened)
    {
        switch (happened)
        {
            case ChainEvent.Thought thought: Interlocked.Add(ref _completion, thought.Tokens); break;
            case ChainEvent.Said said: Interlocked.Add(ref _completion, said.Tokens); break;
            case ChainEvent.Prompted prompted when Prompt == 0: Volatile.Write(ref _prompt, prompted.Tokens); break;
        }
    }
}
