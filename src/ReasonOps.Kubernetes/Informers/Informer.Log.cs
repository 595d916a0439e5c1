using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

public sealed partial class Informer<T>
{
    [LoggerMessage(LogLevel.Information, "The cache of {Type} is in: {Count} objects")]
    private partial void LogSynced(EntityType type, int count);

    [LoggerMessage(LogLevel.Information, "The watch of {Type} ended for good, listing again: {Reason}")]
    private partial void LogExpired(EntityType type, string reason);

    [LoggerMessage(LogLevel.Warning, "Nothing was heard of {Type} for {Silence}; connecting again")]
    private partial void LogSilent(EntityType type, TimeSpan silence);

    [LoggerMessage(LogLevel.Warning, "Following {Type} failed; trying again")]
    private partial void LogFault(Exception fault, EntityType type);

    [LoggerMessage(LogLevel.Error, "A handler of {Type} failed on {Key}")]
    private partial void LogHandlerFailed(Exception fault, EntityType type, ObjectKey key);
}
