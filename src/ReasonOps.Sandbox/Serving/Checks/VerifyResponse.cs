using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>What became of a check.</summary>
/// <param name="Index">Of the check in its batch.</param>
/// <param name="Id">As the check had it.</param>
/// <param name="WaitedSeconds">For a place; not in the cost.</param>
internal sealed record VerifyResponse(
    int? Index, string? Id, Verdict Verdict, bool Accepted, string Message, IReadOnlyList<TestResult> Tests, VerifyCost Cost, double WaitedSeconds)
{
    public static VerifyResponse Of(Ask ask, Decision decision, int? index = null)
    {
        var (result, cost) = (decision.Result, decision.Result.Cost);
        return new(index, ask.Id, result.Verdict, result.Verdict == Verdict.Accepted, result.Message, result.Tests,
            new VerifyCost(Seconds(cost.Cpu), Seconds(cost.Wall), cost.PeakMemory), Seconds(decision.Waited));
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 6);
}

/// <summary>What running took, compilation included; zero where nothing ran.</summary>
internal sealed record VerifyCost(double CpuSeconds, double WallSeconds, long PeakMemoryBytes);
