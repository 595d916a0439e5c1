using ReasonOps.Capacity.Forecasts;
using ReasonOps.Capacity.Scaling;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>What the engines and gateways of one service tell of themselves.</summary>
/// <param name="Replicas">Every engine that there is, by name; one that spans nodes by its leader.</param>
/// <param name="Demand">Summed over the gateways; null where none told in time.</param>
public sealed record ServiceLoad(IReadOnlyList<ReplicaLoad> Replicas, DemandForecast? Demand)
{
    /// <summary>From an engine's creation to its readiness, as those that are ready took; null where none is.</summary>
    public TimeSpan? StartUp { get; init; }

    /// <summary>KV tokens in use over KV tokens that fit, over the engines that told since <paramref name="since"/>; null where none did.</summary>
    public double? Occupancy(DateTimeOffset since)
    {
        var told = Replicas.Where(replica => replica is { Phase: ReplicaPhase.Ready, Occupancy: not null } && replica.ReadAt >= since).ToArray();
        if (told.Length == 0) return null;
        // Where one does not say how much it holds, all count alike.
        return told.All(replica => replica.CapacityTokens is > 0)
            ? told.Sum(replica => replica.Occupancy!.Value * replica.CapacityTokens!.Value) / told.Sum(replica => (double)replica.CapacityTokens!.Value)
            : told.Average(replica => replica.Occupancy!.Value);
    }

    /// <summary>Engines that have been ready since before <paramref name="since"/> and have not told their load after it.</summary>
    public IReadOnlyList<string> Silent(DateTimeOffset since) => [.. Replicas
        .Where(replica => replica.Phase == ReplicaPhase.Ready && replica.Since < since && !(replica.ReadAt >= since)).Select(replica => replica.Name)];
}
