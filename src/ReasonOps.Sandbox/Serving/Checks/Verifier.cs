using ReasonOps.Sandbox.Grading;
using ReasonOps.Sandbox.Metrics;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>
/// Decides checks: programs and proofs on a place of the sandbox, comparisons of answers on one of their own, which need nothing but a CPU for a
/// moment. What waiting took is told beside the result, never in it.
/// </summary>
internal sealed class Verifier(Lanes lanes, Grader grader, VerifierMeter meter, TimeProvider time)
{
    /// <summary>A comparison counts its steps and ends long before; this is for one that does not.</summary>
    private static readonly TimeSpan ComparisonLimit = TimeSpan.FromSeconds(5);

    public Lane LaneOf(Ask ask) => ask.NeedsSandbox ? lanes.Runs : lanes.Comparisons;

    /// <param name="seated">Whether a seat in its lane is held already.</param>
    /// <exception cref="QueueFullException">Nobody may wait any more.</exception>
    public async Task<Decision> DecideAsync(Ask ask, bool seated, CancellationToken cancellation)
    {
        var turn = await LaneOf(ask).EnterAsync(seated, cancellation);
        var verdict = Verdict.Cancelled;
        var work = ask.NeedsSandbox
            ? grader.JudgeAsync(ask.Check, ask.Limits, cancellation)
            : Task.Run(() => grader.JudgeAsync(ask.Check, ask.Limits, cancellation), cancellation);
        try
        {
            var result = await (ask.NeedsSandbox ? work : WithinLimitAsync(work, cancellation));
            verdict = result.Verdict;
            return new Decision(result, turn.Waited);
        }
        finally
        {
            meter.Decided(ask.Kind, ask.Language, verdict, turn.Waited, turn.Served);
            Leave(turn, work);
        }
    }

    private async Task<CheckResult> WithinLimitAsync(Task<CheckResult> comparison, CancellationToken cancellation)
    {
        try
        {
            return await comparison.WaitAsync(ComparisonLimit, time, cancellation);
        }
        catch (TimeoutException)
        {
            return new CheckResult(Verdict.TimeLimit, $"not compared within {ComparisonLimit.TotalSeconds:0} s");
        }
    }

    /// <summary>A comparison that nobody waits for any more still has its CPU: its place is free when it ends.</summary>
    private static void Leave(Turn turn, Task work)
    {
        if (work.IsCompleted) turn.Dispose();
        else _ = work.ContinueWith(_ => turn.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

/// <summary>What was decided, and how long its place was waited for.</summary>
internal sealed record Decision(CheckResult Result, TimeSpan Waited);
