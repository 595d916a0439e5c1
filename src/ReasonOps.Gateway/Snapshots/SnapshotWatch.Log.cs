using Microsoft.Extensions.Logging;

namespace ReasonOps.Gateway.Snapshots;

internal sealed partial class SnapshotWatch
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Information, "Snapshot of service {Service} taken, {Tenants} tenants")]
    private partial void LogTaken(string service, int tenants);

    [LoggerMessage(2, LogLevel.Warning, "Snapshot not taken, {Kept}: {Reason}")]
    private partial void LogKept(string reason, string kept);
}
