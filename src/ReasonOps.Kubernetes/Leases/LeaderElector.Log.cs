using Microsoft.Extensions.Logging;

namespace ReasonOps.Kubernetes.Leases;

public sealed partial class LeaderElector
{
    [LoggerMessage(LogLevel.Information, "{Identity} leads: it holds the lease {Lease}")]
    private partial void LogLeads(string identity, string lease);

    [LoggerMessage(LogLevel.Critical, "{Identity} lost the lease {Lease}; last seen with \"{Holder}\"")]
    private partial void LogLost(string identity, string lease, string holder);

    [LoggerMessage(LogLevel.Warning, "The lease {Lease} could not be asked for")]
    private partial void LogFault(Exception fault, string lease);
}
