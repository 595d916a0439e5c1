using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReasonOps.Sandbox.Serving.Errors;

internal sealed partial class ErrorShape
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Error, "A request to {Path} failed")]
    private partial void LogFailed(Exception failure, PathString path);

    [LoggerMessage(2, LogLevel.Debug, "A request to {Path} was abandoned by its client")]
    private partial void LogGone(PathString path);
}
