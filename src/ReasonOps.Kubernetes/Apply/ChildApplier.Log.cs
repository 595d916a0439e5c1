using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Apply;

public sealed partial class ChildApplier
{
    [LoggerMessage(LogLevel.Information, "{Type} {Key} was changed by somebody else at {Drift}; applying it again")]
    private partial void LogDrift(EntityType type, ObjectKey key, string drift);

    [LoggerMessage(LogLevel.Information, "{Type} {Key} was refused with what an earlier apply left behind ({Reason}); it is cleared first")]
    private partial void LogHusks(EntityType type, ObjectKey key, string reason);

    [LoggerMessage(LogLevel.Warning, "The server keeps {Type} {Key} otherwise than asked at {Drift}; left so")]
    private partial void LogRefused(EntityType type, ObjectKey key, string drift);
}
