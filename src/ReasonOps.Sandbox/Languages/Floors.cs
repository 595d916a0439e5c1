using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Languages;

internal static class Floors
{
    /// <summary>The larger of each.</summary>
    public static RunLimits AtLeast(RunLimits limits, RunLimits needs) => new()
    {
        Cpu = Larger(limits.Cpu, needs.Cpu),
        Wall = Larger(limits.Wall, needs.Wall),
        Memory = Math.Max(limits.Memory, needs.Memory),
        Processes = Math.Max(limits.Processes, needs.Processes),
        Output = Math.Max(limits.Output, needs.Output),
        Files = Math.Max(limits.Files, needs.Files),
        FileCount = Math.Max(limits.FileCount, needs.FileCount),
    };

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
