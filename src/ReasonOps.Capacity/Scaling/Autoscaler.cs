namespace ReasonOps.Capacity.Scaling;

/// <summary>How many replicas a service has: state in, decision and reason out.</summary>
public static class Autoscaler
{
    /// <param name="law">What does not change.</param>
    /// <param name="input">As it is now.</param>
    /// <param name="memory">Of the last decision.</param>
    public static ScalingDecision Decide(ScalingLaw law, ScalingInput input, ScalingMemory memory)
    {
        var there = input.Wanted ?? law.MinReplicas;
        var each = input.Replicas.Max(replica => replica.CapacityTokens) ?? law.CapacityTokens;
        if (input.Demand is not { } demand || each is not { } capacity)
            return new(Math.Clamp(there, law.MinReplicas, law.MaxReplicas), "the demand is not known", null, null, memory);
        var tokens = demand.At(memory.StartUp ?? law.StartUp) is var ahead ? ahead.RunningTokens + ahead.ArrivingTokens + demand.WaitingTokens : 0;
        var wanted = Math.Clamp((int)Math.Ceiling(tokens / (capacity * law.Occupancy)), law.MinReplicas, law.MaxReplicas);
        return new(wanted, $"forecast {tokens:0} KV tokens, {capacity} fit a replica", null, tokens, memory);
    }
}
