using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.Gateway.Accounting;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.Ledger.Records;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

/// <summary>What one request took: its record in the ledger, its figures, its line in the log; whatever became of the answer.</summary>
internal sealed partial class RequestAccount(
    HttpContext context, Serving serving, Tenant tenant, RequestPlan plan, ChainMeter chains, GatewayMeter meter, ILogger log)
{
    private readonly ILogger _log = log;

    public UsageRecord Opened(string gateway, DateTimeOffset now) => new()
    {
        Id = context.TraceIdentifier,
        Service = serving.Snapshot.Service,
        Tenant = tenant.Name,
        Model = serving.Snapshot.Model,
        Strategy = plan.Strategy,
        Votes = plan.Votes,
        Gateway = gateway,
        Started = now,
        Rates = RunReport.RatesOf(tenant.Policy.Price),
    };

    /// <summary>Sees an answer to its end.</summary>
    /// <exception cref="OpenAi.Errors.ApiException">The run ended without one.</exception>
    public async Task<RunResult> KeepAsync(RequestUsage usage, Task<RunResult> answering)
    {
        RunResult? result = null;
        try
        {
            return result = await answering;
        }
        catch (RunFailedException failure)
        {
            result = failure.Result;
            LogNoAnswer(context.TraceIdentifier, tenant.Name, failure.Result.End, failure.Result.FailureReason);
            throw failure.Error;
        }
        finally
        {
            Count(result);
            await usage.SettleAsync(context.RequestAborted.IsCancellationRequested ? "Abandoned" : "Failed");
        }
    }

    /// <summary>Of a run that nobody waited for, all is wasted but its prompt.</summary>
    private void Count(RunResult? result)
    {
        var (name, model) = (tenant.Name, serving.Snapshot.Model);
        var winner = result?.Tokens.Winner ?? 0;
        var reasoning = result?.Tokens.WinnerReasoning ?? 0;
        meter.Tokens(name, model, "input", chains.Prompt);
        meter.Tokens(name, model, "reasoning", reasoning);
        meter.Tokens(name, model, "answer", winner - reasoning);
        meter.Tokens(name, model, "wasted", chains.Completion - winner);
        if (result is not null) meter.Voted(name, plan.Strategy, result.Cast, result.Stopped);
        var end = result?.End.ToString() ?? "Abandoned";
        LogAnswered(context.TraceIdentifier, name, plan.Strategy, result?.Cast ?? 0, plan.Votes, (int)chains.Prompt, chains.Completion, end);
    }

    [LoggerMessage(1, LogLevel.Information,
        "Request {RequestId} of {Tenant}: {Strategy}, {Cast} of {Asked} votes, {Prompt} prompt and {Completion} completion tokens, {End}")]
    private partial void LogAnswered(
        string requestId, string tenant, string strategy, int cast, int asked, int prompt, long completion, string end);

    [LoggerMessage(2, LogLevel.Warning, "Request {RequestId} of {Tenant} ended without an answer, {End}: {Reason}")]
    private partial void LogNoAnswer(string requestId, string tenant, RunEnd end, string? reason);
}
