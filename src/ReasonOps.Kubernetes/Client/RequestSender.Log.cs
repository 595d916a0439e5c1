using Microsoft.Extensions.Logging;

namespace ReasonOps.Kubernetes.Client;

internal sealed partial class RequestSender
{
    private readonly ILogger _log;

    [LoggerMessage(1, LogLevel.Information, "{Verb} of {Kind} failed ({Try}. try, {Why}), again in {Wait:0.000} s: {Message}")]
    private partial void LogAgain(string verb, string kind, int @try, FailureKind why, double wait, string message);

    [LoggerMessage(2, LogLevel.Information, "The API server refused our credential; another is asked for")]
    private partial void LogRenewed();

    [LoggerMessage(3, LogLevel.Warning, "The API server warns of {Kind}: {Warning}")]
    private partial void LogWarning(string kind, string warning);
}
