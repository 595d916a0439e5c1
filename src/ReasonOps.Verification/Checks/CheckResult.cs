namespace ReasonOps.Verification.Checks;

/// <summary>What a check found.</summary>
/// <param name="Verdict">The first thing that went wrong, or <see cref="Verdict.Accepted"/>.</param>
/// <param name="Message">For people, and for a model that is to try again: what went wrong, in a line or a few; empty where nothing did.</param>
public sealed record CheckResult(Verdict Verdict, string Message = "")
{
    /// <summary>The tests that ran, in order; empty where the check has none.</summary>
    public IReadOnlyList<TestResult> Tests { get; init; } = [];

    /// <summary>What running took; zero where nothing ran. Waiting in a queue is not in it.</summary>
    public CheckCost Cost { get; init; } = new(TimeSpan.Zero, TimeSpan.Zero, 0);
}

/// <summary>What one test found.</summary>
public sealed record TestResult(Verdict Verdict, string Message = "");

/// <summary>What running took, compilation included.</summary>
/// <param name="Cpu">Of all processes together.</param>
/// <param name="Wall">From the first process's start to the last one's end.</param>
/// <param name="PeakMemory">Bytes.</param>
public sealed record CheckCost(TimeSpan Cpu, TimeSpan Wall, long PeakMemory);
