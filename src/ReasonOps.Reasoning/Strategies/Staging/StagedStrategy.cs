using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Reasoning.Strategies.Staging;

/// <summary>
/// One strategy, and after it perhaps another over the same run: what the first drew is not drawn again. Which chains are the first's is not
/// remembered but seen: the fewest, in order of their end, with which it has its answer.
/// </summary>
/// <param name="first">One of <see cref="Stage.Voting"/>.</param>
/// <param name="stages">All that may follow.</param>
/// <param name="next">What follows such an agreement, 0 to 1; null: the answer stands.</param>
internal sealed class StagedStrategy(IStrategy first, IReadOnlyList<Stage> stages, Func<double, Stage?> next) : IStrategy
{
    public int Asked { get; } = stages.Max(stage => stage.Shares ? Math.Max(first.Asked, stage.Strategy.Asked) : first.Asked + stage.Strategy.Asked);

    public int ConfidenceWindow { get; } = Math.Max(first.ConfidenceWindow, stages.Max(stage => stage.Strategy.ConfidenceWindow));

    public Decision Decide(RunState run)
    {
        if (First(run) is not var (chains, outcome)) return first.Decide(run);
        if (Next(outcome, run) is not { } stage) return new Decision.Answer(outcome);
        var decision = stage.Strategy.Decide(Seen(stage, run, chains));
        return decision is Decision.Answer answer ? new Decision.Answer(Told(answer.Outcome, stage, outcome)) : decision;
    }

    public Outcome Conclude(RunState run) =>
        First(run) is not var (chains, outcome) ? first.Conclude(run)
        : Next(outcome, run) is not { } stage ? outcome
        : Told(stage.Strategy.Conclude(Seen(stage, run, chains)), stage, outcome);

    private (int Chains, Outcome Outcome)? First(RunState run)
    {
        for (var chains = 0; chains <= run.Ended.Count; chains++)
        {
            var then = new RunState([.. run.Ended.Take(chains)], []) { Comparisons = run.Comparisons };
            if (first.Decide(then) is Decision.Answer answer) return (chains, answer.Outcome);
        }
        return null;
    }

    /// <summary>Where no chain could be had others will not fare better. What a verifier says goes before any agreement.</summary>
    private Stage? Next(Outcome outcome, RunState run)
    {
        if (outcome.Winner is not { } winner) return null;
        var check = run.Ended.FirstOrDefault(chain => chain.Check is not null && chain.Answer == winner.Answer)?.Check?.End;
        return check == CheckEnd.Passed ? null : next(check == CheckEnd.Failed ? 0 : outcome.Agreement);
    }

    private static RunState Seen(Stage stage, RunState run, int chains) =>
        stage.Shares ? run : run with { Ended = [.. run.Ended.Skip(chains)] };

    private static Outcome Told(Outcome outcome, Stage stage, Outcome before)
    {
        var agreed = $"{before.Agreement * 100:0} % of {before.Cast} chains agreed: {stage.Kind}";
        return outcome.Winner is null
            ? before with { Notes = [$"{agreed} was to follow and came to no answer", .. outcome.Notes] }
            : outcome with { Notes = [$"{agreed} followed", .. outcome.Notes] };
    }
}
