using System.Text.Json;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Serving.Requests;

/// <summary>What a request wants to use, never above what the pool grants.</summary>
internal static class LimitsReader
{
    public static RunLimits Of(VerifierLimits pool) => new()
    {
        Cpu = pool.Cpu.Span,
        Wall = pool.Wall.Span,
        Memory = pool.Memory,
        Processes = pool.Processes,
        Output = pool.Output,
        Files = pool.Files,
    };

    public static RunLimits Read(JsonElement element, string path, RunLimits pool, Mistakes mistakes)
    {
        if (Fields.Of(element, path, mistakes) is not { } fields) return pool;
        var asked = pool with
        {
            Cpu = Least(fields.Time("cpu"), pool.Cpu),
            Wall = Least(fields.Time("wall"), pool.Wall),
            Memory = Least(fields.Bytes("memory"), pool.Memory),
            Processes = Least(fields.Count("processes"), pool.Processes),
            Output = Least(fields.Bytes("output"), pool.Output),
            Files = Least(fields.Bytes("files"), pool.Files),
        };
        fields.Close();
        return asked;
    }

    public static T Least<T>(T? asked, T most) where T : struct, IComparable<T> =>
        asked is { } value && value.CompareTo(most) < 0 ? value : most;
}
