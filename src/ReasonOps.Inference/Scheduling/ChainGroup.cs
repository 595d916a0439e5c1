using ReasonOps.Inference.Cache;

namespace ReasonOps.Inference.Scheduling;

/// <summary>The chains of one request and the prompt they share.</summary>
internal sealed class ChainGroup
{
    private int _running;

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

    /// <summary>One of its chains has been let in: the request no longer waits.</summary>
    public bool Started { get; private set; }

    public bool Ended => Chains.All(chain => chain.Ended);

    /// <summary>When the request came in, a <see cref="TimeProvider"/> timestamp.</summary>
    public long Submitted { get; init; }

    /// <summary>Takes the prompt's blocks for the first chain that runs. False, and nothing is changed, unless <paramref name="spare"/> blocks are left.</summary>
    public bool TryJoin(BlockPool pool, int blockSize, int spare, out bool takesPrompt)
    {
        takesPrompt = Prefix is null;
        if (takesPrompt)
        {
            if (!Prefix.TryTake(pool, Request.Prompt, blockSize, spare, out var prefix)) return false;
            Prefix = prefix;
        }
        else if (pool.Free < spare) return false;
        _running++;
        Started = true;
        return true;
    }

    public void Leave()
    {
        if (--_running > 0) return;
        Prefix!.Release();
        Prefix = null;
    }
}
