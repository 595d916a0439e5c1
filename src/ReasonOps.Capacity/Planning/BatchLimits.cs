namespace ReasonOps.Capacity.Planning;

/// <summary>The largest batch by each of the three roofs.</summary>
/// <param name="Capacity">Chains whose KV cache fits.</param>
/// <param name="Bandwidth">Chains whose KV cache, with the weights, is read often enough a second.</param>
/// <param name="Compute">Chains whose operations are done often enough a second.</param>
public sealed record BatchLimits(long Capacity, long Bandwidth, long Compute)
{
    public long Largest => Math.Min(Capacity, Math.Min(Bandwidth, Compute));

    /// <summary>What is in the way of one chain more; of equals, the one that more memory does not mend.</summary>
    public Bound Binds => Largest == Compute ? Bound.Compute : Largest == Bandwidth ? Bound.Bandwidth : Bound.Capacity;
}

public enum Bound
{
    /// <summary>Memory is full.</summary>
    Capacity,

    /// <summary>Memory is not read faster.</summary>
    Bandwidth,

    /// <summary>No more operations are done a second.</summary>
    Compute,
}
