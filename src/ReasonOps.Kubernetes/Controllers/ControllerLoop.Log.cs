using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Controllers;

public sealed partial class ControllerLoop<T>
{
    [LoggerMessage(LogLevel.Information, "{Controller}: caches are in, {Workers} workers begin with {Count} objects")]
    private partial void LogStarted(string controller, int count, int workers);

    [LoggerMessage(LogLevel.Information, "{Controller}: stopped")]
    private partial void LogStopped(string controller);

    [LoggerMessage(LogLevel.Debug, "{Controller}: a pass over {Key} threw")]
    private partial void LogFault(Exception fault, string controller, ObjectKey key);

    [LoggerMessage(LogLevel.Warning, "{Controller}: a pass over {Key} failed: {Error}; again in {Delay}")]
    private partial void LogFailed(string controller, ObjectKey key, string error, TimeSpan delay);
}
