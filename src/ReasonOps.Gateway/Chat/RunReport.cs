using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.Ledger.Records;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

/// <summary>A run's result in OpenAI's terms.</summary>
internal static class RunReport
{
    private static readonly TimeSpan EngineWait = TimeSpan.FromSeconds(1);

    /// <returns>Null when there is something to answer with.</returns>
    public static ApiException? Failure(RunResult result, RequestPlan plan) => result.End switch
    {
        RunEnd.Refused => ApiException.InvalidRequest(null, $"the engine refused the request: {result.FailureReason}"),
        // Why is in the log: it names engines, which are no client's to know.
        RunEnd.Failed => ApiException.Unavailable("no engine could answer; try again in a moment", EngineWait),
        RunEnd.DeadlineReached when result.Winner is null => ApiException.DeadlineExceeded(
            $"no answer within the deadline of {plan.Deadline.TotalSeconds:0.###} s; ask for fewer reasonops.votes or reasonops.reasoning_tokens"),
        RunEnd.BudgetSpent when result.Winner is null => BudgetSpent(plan),
        _ => null,
    };

    /// <summary>
    /// 400, because clients repeat 5xx and 429 by themselves and a repeat would spend the same budget the same way;
    /// OpenAI answers so when a model's output limit leaves no answer.
    /// </summary>
    private static ApiException BudgetSpent(RequestPlan plan) => new(400, new ApiError(
        $"reasonops.reasoning_tokens: the chains spent their {plan.ReasoningTokens} tokens without an answer; ask for more",
        "invalid_request_error", "reasonops.reasoning_tokens", "reasoning_budget_spent"));

    public static string FinishReason(RunResult result) => result.Winner?.End == ChainEnd.Length ? "length" : "stop";

    public static Usage UsageOf(RunResult result) => new()
    {
        PromptTokens = result.PromptTokens,
        CompletionTokens = result.Tokens.Winner,
        TotalTokens = result.PromptTokens + result.Tokens.Winner,
        PromptTokensDetails = new PromptTokensDetails { CachedTokens = result.CachedTokens },
        CompletionTokensDetails = new CompletionTokensDetails { ReasoningTokens = result.Tokens.WinnerReasoning },
    };

    public static ReasonOpsReport ReportOf(RunResult result, RequestPlan plan, PriceSnapshot? price) => new()
    {
        Strategy = plan.Strategy,
        Votes = new VotesReport { Cast = result.Cast, Asked = result.Asked, Agreement = result.Agreement, Stopped = result.Stopped },
        Tokens = new TokensReport { Winner = result.Tokens.Winner, Spent = result.Tokens.Spent, Cancelled = result.Tokens.Cancelled },
        Clamped = plan.Clamped,
        Notes = Notes(plan, result),
        Cost = Cost(result, RatesOf(price)),
    };

    private static string[]? Notes(RequestPlan plan, RunResult result) => plan.Notes.Count + result.Notes.Count == 0 ? null : [.. plan.Notes, .. result.Notes];

    /// <summary>The input once, and the reasoning and answers of every chain, losers included.</summary>
    public static decimal? Cost(RunResult result, UsageRates? rates) =>
        rates?.Cost(result.PromptTokens, result.Tokens.SpentReasoning, result.Tokens.Spent - result.Tokens.SpentReasoning);

    public static UsageRates? RatesOf(PriceSnapshot? price) =>
        price is null ? null : new(price.InputPerMillion, price.ReasoningPerMillion, price.AnswerPerMillion);
}
