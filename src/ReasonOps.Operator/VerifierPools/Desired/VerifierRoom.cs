using System.Text.Json.Nodes;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>What a verifier asks of its node: as much as all its runs at once may use, and what it needs itself.</summary>
internal static class VerifierRoom
{
    private const long Mebibyte = 1 << 20;

    /// <summary>Of the verifier's own process, its warm interpreters and what waits.</summary>
    private const long Own = 512 * Mebibyte;

    /// <summary>Of files between runs.</summary>
    private const long Spare = 64 * Mebibyte;

    /// <summary>Asked for and limited alike, so that no run takes from a neighbour.</summary>
    public static JsonObject Resources(VerifierSettings settings)
    {
        var limits = settings.Limits;
        var memory = Own + FileBytes(settings) + settings.Workers * (limits.Memory + 2 * limits.Output);
        return new() { ["requests"] = Amounts(settings.Workers, memory), ["limits"] = Amounts(settings.Workers, memory) };
    }

    /// <summary>Where runs write: memory of the pod, so that nothing stays on the node and no disk can be filled.</summary>
    public static JsonObject Volume(VerifierSettings settings) => Scratch.Volume(new() { ["medium"] = "Memory", ["sizeLimit"] = Text(FileBytes(settings)) });

    private static long FileBytes(VerifierSettings settings) => Spare + settings.Workers * settings.Limits.Files;

    private static JsonObject Amounts(int cpus, long memory) => new()
    {
        ["cpu"] = $"{cpus}",
        ["memory"] = Text(memory),
        // Of the log alone: all else that can be written to is memory.
        ["ephemeral-storage"] = "256Mi",
    };

    private static string Text(long bytes) => $"{(bytes + Mebibyte - 1) / Mebibyte}Mi";
}
