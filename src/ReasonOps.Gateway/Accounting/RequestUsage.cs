using ReasonOps.Gateway.Chat;
using ReasonOps.Ledger.Live;
using ReasonOps.Ledger.Records;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Accounting;

/// <summary>A request's entry in the ledger, from before its first chain to its end.</summary>
internal sealed class RequestUsage(UsageRecord opened, ChainMeter chains, LiveCount? live, GatewayLedger ledger) : IDisposable
{
    public string Id => opened.Id;

    public bool IsSettled { get; private set; }

    /// <summary>As far as it has come: no chain has won yet.</summary>
    public UsageRecord SoFar
    {
        get
        {
            var taken = chains.Taken;
            return opened with { Tokens = Tokens(taken, 0, 0), Cost = opened.Rates?.Cost(taken.Input, taken.Thought, taken.Said) ?? 0 };
        }
    }

    /// <summary>Writes how it ended, once; returns when that is on disk.</summary>
    public Task SettleAsync(RunResult result) => SettleAsync(SoFar with
    {
        Outcome = result.End.ToString(),
        Tokens = Tokens(chains.Taken, result.Tokens.WinnerReasoning, result.Tokens.Winner - result.Tokens.WinnerReasoning),
        Cost = RunReport.Cost(result, opened.Rates) ?? 0,
    });

    /// <summary>Of a run that nobody waited for, all is wasted but its prompt.</summary>
    /// <param name="outcome"><c>Abandoned</c> by its client, or <c>Failed</c>.</param>
    public Task SettleAsync(string outcome) => SettleAsync(SoFar with { Outcome = outcome });

    public void Dispose()
    {
        // Chains that end late may still count; not where another request's count is by then.
        chains.CountIn(null);
        if (IsSettled) live?.Dispose();
        ledger.Closed(this);
    }

    private async Task SettleAsync(UsageRecord settled)
    {
        if (IsSettled) return;
        await ledger.SettleAsync(settled);
        IsSettled = true;
    }

    private static UsageTokens Tokens(LiveTokens taken, long reasoning, long answer) =>
        new(taken.Input, taken.Cached, reasoning, answer, Math.Max(0, taken.Thought + taken.Said - reasoning - answer));
}
