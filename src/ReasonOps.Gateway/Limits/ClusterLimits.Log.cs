using Microsoft.Extensions.Logging;

namespace ReasonOps.Gateway.Limits;

internal sealed partial class ClusterLimits
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Warning, "The ledger's database is away, limits are this gateway's alone until it is back: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(2, LogLevel.Information, "The ledger's database is back, limits hold over all gateways again")]
    private partial void LogBack();
}
