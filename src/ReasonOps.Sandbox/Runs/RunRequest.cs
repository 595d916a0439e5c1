namespace ReasonOps.Sandbox.Runs;

/// <summary>One box: its files, then its steps in order. The box is thrown away at the end, with all that was left in it.</summary>
public sealed record RunRequest
{
    public IReadOnlyList<BoxFile> Files { get; init; } = [];

    /// <summary>Run one after another in the same box, until one fails that may not. Every process of a step is dead before the next begins.</summary>
    public required IReadOnlyList<RunStep> Steps { get; init; }

    /// <summary>Paths of files to give back after the last step; those that are not there are left out.</summary>
    public IReadOnlyList<string> Collect { get; init; } = [];
}

/// <param name="Path">Relative to the box, which is the working directory of every step: <c>main.py</c>, <c>data/in.txt</c>.</param>
public sealed record BoxFile(string Path, ReadOnlyMemory<byte> Content);

/// <summary>One tree of processes.</summary>
public sealed record RunStep
{
    /// <summary>What is executed, found on the box's PATH; with <see cref="Warm"/>, the script (a path in the box) and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The prepared interpreter that is forked to run the script, instead of a new process; null executes <see cref="Command"/>.</summary>
    public WarmInterpreter? Warm { get; init; }

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Beside PATH, HOME, LANG and TMPDIR, which every step has; nothing of the verifier's own environment is there.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public required RunLimits Limits { get; init; }

    /// <summary>Whether the steps after it run even where it exits with another code than 0 or is killed by a signal: test cases may fail so, a compilation may not. A limit always ends the run.</summary>
    public bool MayFail { get; init; }
}

/// <summary>Interpreters that are kept prepared.</summary>
public enum WarmInterpreter
{
    Python,
    JavaScript,
}
