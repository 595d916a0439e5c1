using Microsoft.Extensions.Logging;

namespace ReasonOps.Kubernetes.Client;

public sealed partial class KubernetesClient
{
    private readonly ILogger _log;

    [LoggerMessage(10, LogLevel.Error, "{Kind} {Name} is left out, since it does not fit its class: {Why}")]
    private partial void LogUnreadable(string kind, string name, string why);

    [LoggerMessage(11, LogLevel.Information, "The list of {Kind} expired on its way; it is read anew, whole")]
    private partial void LogListExpired(string kind);
}
