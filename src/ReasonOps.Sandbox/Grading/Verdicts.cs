using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading;

/// <summary>What the ending of a step says, and what it took.</summary>
internal static class Verdicts
{
    /// <summary>Of a program that was run; null where it ended well, and its answer decides.</summary>
    public static Verdict? OfRun(StepOutcome step, Language? language = null) => step.Ending switch
    {
        Ending.Exited when step.Code == 0 => null,
        Ending.Exited when IsSyntaxError(step, language) => Verdict.CompileError,
        Ending.Exited or Ending.Signalled => Verdict.RuntimeError,
        Ending.NotFound when language?.Compiles == true => Verdict.RuntimeError, // An earlier case took its executable away.
        _ => OfLimit(step.Ending),
    };

    /// <summary>Of a compiler: a limit that it reached is told as what it is.</summary>
    public static Verdict? OfCompilation(StepOutcome step) => step.Ending switch
    {
        Ending.Exited when step.Code == 0 => null,
        Ending.Exited or Ending.Signalled => Verdict.CompileError,
        _ => OfLimit(step.Ending),
    };

    private static Verdict OfLimit(Ending ending) => ending switch
    {
        Ending.CpuLimit or Ending.WallLimit => Verdict.TimeLimit,
        Ending.MemoryLimit => Verdict.MemoryLimit,
        Ending.OutputLimit or Ending.FileLimit => Verdict.OutputLimit,
        Ending.ProcessLimit => Verdict.ProcessLimit,
        Ending.SecurityViolation => Verdict.SecurityViolation,
        _ => Verdict.InternalError,
    };

    /// <summary>Why, in a line, and the end of what it wrote to standard error.</summary>
    public static string Message(StepOutcome step) =>
        Excerpt.EndOf(step.Error) is { Length: > 0 } error ? $"{Reason(step)}\n{error}" : Reason(step);

    public static CheckCost Cost(IEnumerable<StepOutcome> steps) => steps.Aggregate(
        new CheckCost(TimeSpan.Zero, TimeSpan.Zero, 0),
        (sum, step) => new CheckCost(sum.Cpu + step.Cpu, sum.Wall + step.Wall, Math.Max(sum.PeakMemory, step.PeakMemory)));

    public static string Reason(StepOutcome step) => step.Ending switch
    {
        Ending.Exited => $"exit code {step.Code}",
        Ending.Signalled => $"killed by signal {step.Code}",
        Ending.CpuLimit => $"out of CPU time after {step.Cpu.TotalSeconds:0.0} s",
        Ending.WallLimit => $"out of time after {step.Wall.TotalSeconds:0.0} s",
        Ending.MemoryLimit => $"out of memory at {step.PeakMemory >> 20} MiB",
        Ending.OutputLimit => "wrote more than it may",
        Ending.FileLimit => "its files grew beyond what they may",
        Ending.ProcessLimit => "wanted more processes than it may have",
        Ending.SecurityViolation => "stopped at a system call that is not allowed",
        _ => "the program to run it is not there",
    };

    private static bool IsSyntaxError(StepOutcome step, Language? language) =>
        language?.SyntaxError is { } pattern && pattern.IsMatch(System.Text.Encoding.UTF8.GetString(step.Error.Span));
}
