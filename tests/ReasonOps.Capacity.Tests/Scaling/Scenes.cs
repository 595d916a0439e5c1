using ReasonOps.Capacity.Forecasts;
using ReasonOps.Capacity.Scaling;

namespace ReasonOps.Capacity.Tests.Scaling;

/// <summary>What tests of the law begin with: replicas of 100,000 KV tokens, filled to 80 %.</summary>
internal static class Scenes
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly ScalingLaw Law = new()
    {
        MinReplicas = 1, MaxReplicas = 8, StartUp = TimeSpan.FromSeconds(120), Stable = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromSeconds(30),
    };

    public static ReplicaLoad Ready(int number, double? occupancy = 0.5, int? running = 10, int? waiting = 0) =>
        new($"r{number}", ReplicaPhase.Ready, Start.AddHours(-1)) { ReadAt = Start, Occupancy = occupancy, CapacityTokens = 100_000, Running = running, Waiting = waiting };

    public static ReplicaLoad Silent(int number) => new($"r{number}", ReplicaPhase.Ready, Start.AddHours(-1)) { CapacityTokens = 100_000 };

    public static ReplicaLoad Other(int number, ReplicaPhase phase, double occupancy = 0) =>
        new($"r{number}", phase, Start.AddMinutes(-1)) { ReadAt = Start, Occupancy = occupancy, CapacityTokens = 100_000 };

    /// <summary>So much now, and so much when a replica would answer.</summary>
    public static DemandForecast Demand(double now, double then, int waiting = 0, double waitingTokens = 0, int live = 10) => new(
        live, waiting, waitingTokens, [.. DemandForecast.Seconds.Select(seconds => new HorizonDemand(
            TimeSpan.FromSeconds(seconds), now + (then - now) * Math.Min(1, seconds / 120.0), 0))]);

    public static ScalingInput Input(int? wanted, DemandForecast? demand, params IReadOnlyList<ReplicaLoad> replicas) => new(Start, wanted, replicas, demand);

    public static ScalingInput At(this ScalingInput input, double seconds) => input with
    {
        Now = Start.AddSeconds(seconds),
        Replicas = [.. input.Replicas.Select(replica => replica.ReadAt is null ? replica : replica with { ReadAt = Start.AddSeconds(seconds) })],
    };
}
