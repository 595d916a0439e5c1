using Microsoft.Extensions.Logging;

namespace ReasonOps.Gateway.Errors;

internal sealed partial class ErrorShape
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed")]
    private partial void LogFailed(Exception failure, string requestId);

    [LoggerMessage(2, LogLevel.Debug, "Request {RequestId} was abandoned by its client")]
    private partial void LogGone(string requestId);
}
