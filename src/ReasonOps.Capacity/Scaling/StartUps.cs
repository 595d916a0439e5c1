namespace ReasonOps.Capacity.Scaling;

/// <summary>How long replicas take to answer, seen as they start.</summary>
internal static class StartUps
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static ScalingMemory Learn(ScalingMemory memory, Fleet fleet)
    {
        var startUp = memory.StartUp;
        foreach (var replica in fleet.Ready)
        {
            if (!memory.Starting.TryGetValue(replica.Name, out var created)) continue;
            var took = replica.Since - created;
            took = took < Least ? Least : took > Longest ? Longest : took;
            startUp = startUp is { } before ? (before + took) / 2 : took;
        }
        return memory with { StartUp = startUp, Starting = fleet.Starting.ToDictionary(replica => replica.Name, replica => replica.Since) };
    }
}
