namespace ReasonOps.Sandbox.Runs;

/// <summary>What became of a run: one outcome for each step that was started, in order.</summary>
public sealed record RunOutcome(IReadOnlyList<StepOutcome> Steps, IReadOnlyList<BoxFile> Files);

/// <summary>What became of one step.</summary>
/// <param name="Ending">Why it is over.</param>
/// <param name="Code">The exit code for <see cref="Ending.Exited"/>, the signal for <see cref="Ending.Signalled"/>, else 0.</param>
/// <param name="Cpu">Of all processes together.</param>
/// <param name="Wall">From its start to the end of its last process.</param>
/// <param name="PeakMemory">Bytes.</param>
/// <param name="Output">Standard output; cut where <see cref="Ending.OutputLimit"/>.</param>
/// <param name="Error">Standard error; cut likewise.</param>
public sealed record StepOutcome(
    Ending Ending, int Code, TimeSpan Cpu, TimeSpan Wall, long PeakMemory, ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> Error);

/// <summary>Why a step is over.</summary>
public enum Ending
{
    /// <summary>Its first process ended by itself; what it left running was killed.</summary>
    Exited,
    Signalled,
    CpuLimit,
    WallLimit,
    MemoryLimit,
    OutputLimit,
    ProcessLimit,

    /// <summary>A file, or all files together, grew beyond the limit.</summary>
    FileLimit,

    /// <summary>Stopped at a system call that no honest program needs.</summary>
    SecurityViolation,

    /// <summary>The program could not be started: it is not there, or not executable.</summary>
    NotFound,
}
