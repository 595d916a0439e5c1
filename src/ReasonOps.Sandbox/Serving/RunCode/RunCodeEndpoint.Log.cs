using Microsoft.Extensions.Logging;

namespace ReasonOps.Sandbox.Serving.RunCode;

internal sealed partial class RunCodeEndpoint
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Error, "The sandbox failed to run a {Language} program")]
    private partial void LogSandboxFailed(Exception failure, string language);
}
