namespace ReasonOps.Sandbox.Runs;

/// <summary>What one step may use, over its whole tree of processes. Each of these is enforced, and reaching it is told as what it is.</summary>
public sealed record RunLimits
{
    /// <summary>CPU time of all processes together.</summary>
    public TimeSpan Cpu { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the step's start; waiting for a free place is not in it.</summary>
    public TimeSpan Wall { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of memory of all processes together, with the files they wrote where these are kept in memory.</summary>
    public long Memory { get; init; } = 512L << 20;

    /// <summary>Processes and threads at any one time.</summary>
    public int Processes { get; init; } = 64;

    /// <summary>Bytes of standard output and standard error together.</summary>
    public long Output { get; init; } = 1L << 20;

    /// <summary>Bytes of all files together; no single one can be larger either.</summary>
    public long Files { get; init; } = 16L << 20;

    /// <summary>How many files and folders.</summary>
    public int FileCount { get; init; } = 1024;
}
