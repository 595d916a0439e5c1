using Microsoft.Extensions.Logging;

namespace ReasonOps.Gateway.Accounting;

internal sealed partial class GatewayLedger
{
    [LoggerMessage(1, LogLevel.Information, "Usage is recorded in {Place} as gateway {Gateway}")]
    private partial void LogOpened(string place, string gateway);

    [LoggerMessage(2, LogLevel.Warning, "{Records} requests of gateways that died are settled as lost, with what was known of them")]
    private partial void LogLost(int records);

    [LoggerMessage(3, LogLevel.Error, "Usage cannot be recorded: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(5, LogLevel.Warning, "What gateways that died left open is not settled yet: {Reason}")]
    private partial void LogUnrecovered(string reason);

    [LoggerMessage(4, LogLevel.Critical,
        "Usage of request {RequestId} of {Tenant} is in no ledger: {Input} prompt tokens, {Completion} of chains, cost {Cost}, {Outcome}; it is settled as lost at the next start")]
    private partial void LogUnsettled(string requestId, string tenant, long input, long completion, decimal cost, string? outcome);
}
