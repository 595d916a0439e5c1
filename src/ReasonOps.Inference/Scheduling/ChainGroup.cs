using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Scheduling;

/// <summary>The chains of one request and the prompt they share.</summary>
internal sealed class ChainGroup
{
    public ChainGroup(Generation generation)
    {
        Generation = generation;
        Chains = [.. Enumerable.Range(0, generation.Request.Count).Select(index => new LiveChain(this, index))];
    }

    public Generation Generation { get; }
    public GenerationRequest Request => Generation.Request;
    public IReadOnlyList<LiveChain> Chains { get; }

    /// <summary>The prompt in the cache; null while none of the chains runs.</summary>
    public Prefix? Prefix { get; private set; }

    /// <summary>What follows the prompt, [vocabulary]: every chain draws its first token from it.</summary>
    public float[]? FirstLogits { get; set; }

    public int Running { get; private set; }
    public bool Ended => Chains.All(chain => chain.Ended);

    /// <summary>When the request came in, a <see cref="TimeProvider"/> timestamp.</summary>
    public long Submitted { get; init; }

    public bool TryJoin(BlockPool pool, int blockSize, out bool computesPrompt)
    {
        computesPrompt = false;
        if (Prefix is null)
        {
            if (!Prefix.TryTake(pool, Request.Prompt, blockSize, out var prefix)) return false;
            Prefix = prefix;
            computesPrompt = true;
        }
        Running++;
        return true;
    }

    public void Leave()
    {
        if (--Running > 0) return;
        Prefix!.Release();
        Prefix = null;
    }
}
