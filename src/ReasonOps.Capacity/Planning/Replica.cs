using ReasonOps.Capacity.Memory;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Planning;

/// <summary>One engine: what it holds and how fast it is at best.</summary>
/// <param name="Memory">Of its devices.</param>
/// <param name="Speed">Of the same devices.</param>
/// <param name="Occupancy">Share of the KV cache that is in use on average, above 0 and at most 1; the rest is for chains that grow.</param>
public sealed record Replica(ReplicaMemory Memory, Roofline Speed, double Occupancy = 1)
{
    /// <summary>
    /// How many chains run at once. Chains of all ages run beside each other, so that memory holds as many as their mean lengths take, and memory is read
    /// as much as these are; while not even one fits at its longest, none does.
    /// </summary>
    /// <param name="shape">Of every answer.</param>
    /// <param name="pace">Tokens a second that each chain is to get.</param>
    public BatchLimits Limits(AnswerShape shape, double pace) =>
        new(ChainsByCapacity(shape), Speed.BatchByBandwidth(pace, shape.Mean), Speed.BatchByCompute(pace, shape.Mean));

    /// <summary>At the largest batch that keeps the pace; null where not one chain fits.</summary>
    /// <inheritdoc cref="Limits"/>
    public OperatingPoint? Operate(AnswerShape shape, double pace)
    {
        var limits = Limits(shape, pace);
        if (limits.Capacity == 0) return null;
        var batch = Math.Max(1, limits.Largest);
        return new(batch, limits.Binds, Speed.StepSeconds((int)batch, batch * shape.Mean), limits.Largest > 0);
    }

    /// <summary>
    /// Seconds of the whole replica that one answer takes: its tokens at the throughput of the batch, and its prompt, which is read once for all votes.
    /// </summary>
    /// <param name="shape">Of the answer.</param>
    /// <param name="point">Where the replica is operated.</param>
    public double AnswerSeconds(AnswerShape shape, OperatingPoint point) =>
        shape.Votes * shape.ChainTokens / point.TokensPerSecond + Speed.PromptSeconds(shape.PromptTokens);

    private long ChainsByCapacity(AnswerShape shape)
    {
        if (Memory.Chains(shape.Longest) < 1) return 0;
        var answers = Memory.Free * Occupancy / Memory.AnswerBytes(shape.Votes, shape.PromptTokens, shape.ChainTokens / 2);
        return Math.Max(1, (long)Math.Min(int.MaxValue, answers * shape.Votes));
    }
}
