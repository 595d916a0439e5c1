using Microsoft.Extensions.Logging;

namespace ReasonOps.OpenAi.Serving;

public sealed partial class ErrorShape
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed")]
    private partial void LogFailed(Exception failure, string requestId);

    [LoggerMessage(2, LogLevel.Debug, "Request {RequestId} was abandoned by its client")]
    private partial void LogGone(string requestId);
}
