using System.Globalization;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>How a run is over, and what is reported of it.</summary>
internal sealed partial class Run
{
    private sealed record Conclusion(RunEnd End, Outcome Outcome, string? Reason);

    public void ReachDeadline() => Conclude(
        strategy.Conclude(State),
        RunEnd.DeadlineReached,
        string.Create(CultureInfo.InvariantCulture, $"the deadline of {budget.Deadline?.TotalSeconds} s was reached"));

    private void GiveUp(RunEnd end, string reason) => Conclude(strategy.Conclude(State) with { Winner = null, Agreement = 0 }, end, reason);

    private void Conclude(Outcome outcome)
    {
        if (outcome.Winner is { } winner) Conclude(outcome, winner.End == ChainEnd.Length ? RunEnd.Length : RunEnd.Answered, null);
        else if (Refusal is { } refused) Conclude(outcome, RunEnd.Refused, refused.Reason);
        else Conclude(outcome, RunEnd.Failed, _ended.Find(chain => chain.Reason is not null)?.Reason ?? "no chain could be had");
    }

    private void Conclude(Outcome outcome, RunEnd end, string? reason)
    {
        _conclusion = new Conclusion(end, outcome, reason);
        Narration.Conclude(outcome.Winner);
    }

    /// <summary>Once over, and once nothing is in flight any more.</summary>
    public RunResult Result()
    {
        foreach (var chain in _inFlight) chain.End(ChainEnd.Cancelled);
        var (end, outcome, reason) = _conclusion!;
        return new RunResult
        {
            End = end,
            Winner = outcome.Winner,
            Content = Narration.Content,
            Reasoning = outcome.Winner?.Reasoning ?? Narration.Leading?.Reasoning ?? "",
            Chains = [.. _chains.Select(chain => chain.Ended!)],
            Asked = strategy.Asked,
            Cast = outcome.Cast,
            Agreement = outcome.Agreement,
            Stopped = outcome.Stopped,
            Notes = outcome.Notes,
            PromptTokens = _prompt?.Tokens ?? 0,
            CachedTokens = _prompt?.CachedTokens ?? 0,
            Tokens = Tokens(outcome.Winner),
            FailureReason = reason,
        };
    }

    private TokenCounts Tokens(Chain? winner) => new(
        winner?.Tokens ?? 0,
        winner?.ReasoningTokens ?? 0,
        _ledger.Spent,
        _ledger.SpentReasoning,
        _chains.Where(chain => chain.Ended!.End == ChainEnd.Cancelled).Sum(chain => _ledger.SpentBy(chain.Index)));
}
