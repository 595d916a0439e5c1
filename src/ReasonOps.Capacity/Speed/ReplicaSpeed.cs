namespace ReasonOps.Capacity.Speed;

/// <summary>What the law has to know of a replica's speed, by its roofline.</summary>
public static class ReplicaSpeed
{
    /// <summary>KV tokens that a chain holds on average, prompt included, where nobody knows it.</summary>
    private const double UsualChain = 2000;

    /// <summary>Tokens a second that one replica has the operations for, prompts and steps together.</summary>
    public static double ComputeTokensPerSecond(Roofline roofline)
    {
        const int Chunk = 1 << 20; // so many that operations bind, and not the bandwidth
        return Chunk / roofline.StepSeconds(0, 0, Chunk);
    }

    /// <summary>How long a step is with a full KV cache, over one with an empty one: it reads the cache beside the weights.</summary>
    /// <param name="tokens">KV tokens that fit.</param>
    /// <param name="chainTokens">That a chain holds on average, prompt included.</param>
    public static double FullStep(Roofline roofline, long tokens, double chainTokens = UsualChain) =>
        Math.Max(1, roofline.StepSeconds((int)Math.Ceiling(tokens / Math.Max(1, chainTokens)), tokens) / roofline.StepSeconds(1, 1));

    /// <summary>KV tokens that a replica can hold while every chain gets its tokens a second, no more than fit.</summary>
    /// <param name="tokensPerSecond">That each chain is promised.</param>
    /// <param name="chainTokens">That a chain holds on average, prompt included.</param>
    public static long SpeedTokens(Roofline roofline, double tokensPerSecond, double chainTokens = UsualChain)
    {
        var (low, high) = (0L, roofline.CapacityTokens());
        if (Holds(high)) return high;
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Holds(middle)) low = middle;
            else high = middle;
        }
        return low;

        bool Holds(long tokens) => roofline.StepSeconds((int)Math.Ceiling(tokens / Math.Max(1, chainTokens)), tokens) * tokensPerSecond <= 1;
    }
}
