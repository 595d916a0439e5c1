namespace ReasonOps.Sandbox.Runs;

/// <summary>Runs untrusted programs, each in a box of its own. Safe for many callers at once: each waits for a free place.</summary>
public interface ISandbox
{
    /// <summary>How many run at once.</summary>
    int Places { get; }

    /// <summary>Runs and throws the box away. Cancelled, it kills everything first and throws <see cref="OperationCanceledException"/>.</summary>
    /// <exception cref="SandboxException">The sandbox failed, not the program; the place is made anew.</exception>
    Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation);

    /// <summary>
    /// Runs a program and what judges it at once, in two boxes that see nothing of each other but one stream: file descriptor 3
    /// of each is an end of it. Each has one step that counts, its last; when the judge's ends, the program is killed.
    /// </summary>
    /// <exception cref="SandboxException">As above.</exception>
    Task<PairOutcome> RunPairAsync(RunRequest program, RunRequest judge, CancellationToken cancellation);
}

/// <summary>What became of a program and of what judged it.</summary>
public sealed record PairOutcome(RunOutcome Program, RunOutcome Judge);

/// <summary>The sandbox failed, not the program in it.</summary>
public sealed class SandboxException(string message, Exception? inner = null) : Exception(message, inner);
