using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>
/// Drives a strategy: starts the chains it asks for, tells the caller what they say, holds every chain and the request to
/// their budgets, and cancels what is no longer needed.
/// </summary>
public sealed class Runner(IChainSampler sampler, TimeProvider time)
{
    /// <summary>Null: rewards are told as missing.</summary>
    public IScorer? Scorer { get; init; }

    /// <summary>Null: checks are told as unknown.</summary>
    public IChecker? Checker { get; init; }

    /// <summary>Null: the judge is told as missing.</summary>
    public IJudge? Judge { get; init; }

    /// <summary>Where a step of thinking ends.</summary>
    public StepFormat Steps { get; init; } = StepFormat.Paragraphs;

    /// <summary>Chains keep their tokens: see <see cref="Chain.Drawn"/>.</summary>
    public bool Logprobs { get; init; }

    /// <summary>How long a scorer, a checker or a judge may take to answer before the run goes on without.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Timers reach no further.</summary>
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(24);

    /// <summary>
    /// Ends with one <see cref="RunEvent.Finished"/>, whatever becomes of the chains. When it ends, is cancelled or abandoned,
    /// nothing it started is left running.
    /// </summary>
    /// <param name="seed">Chain <c>i</c> is drawn with <c>seed + i</c>; null: the engine draws as it likes.</param>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async IAsyncEnumerable<RunEvent> RunAsync(
        IStrategy strategy, Budget budget, AnswerFormat format, long? seed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(Within(budget.Deadline), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        using var fanOut = new FanOut(sampler, time, end.Token);
        var ports = new Ports(Scorer, Checker, Judge, Patience, time);
        var run = new Run(fanOut, ports, strategy, budget, format, Steps, seed, Logprobs);
        try
        {
            run.Advance();
            while (!run.IsOver)
            {
                if (await fanOut.NextAsync(end.Token) is { } signal)
                {
                    run.Take(signal);
                }
                else
                {
                    cancellation.ThrowIfCancellationRequested();
                    run.ReachDeadline();
                }
                while (run.Narration.TryNext(out var told)) yield return told;
            }
        }
        finally
        {
            await fanOut.StopAsync(run.IsComplete, run.Account);
        }
        yield return new RunEvent.Finished(run.Result());
    }

    private static TimeSpan Within(TimeSpan? deadline) => deadline is not { } time ? Timeout.InfiniteTimeSpan
        : time < LongestDeadline ? time : LongestDeadline;
}
