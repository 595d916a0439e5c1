using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Metrics;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>
/// Reads the snapshot file before the first request and then every second. A mounted ConfigMap or Secret changes by swapping a symlink,
/// which file events miss, so content is compared. A bad new file keeps the old one in service and says why, once.
/// A revoked key stops within <see cref="Period"/> of the file's change; the mount itself can lag by a minute.
/// </summary>
internal sealed partial class SnapshotWatch(
    SnapshotFile file, ServingState state, GatewayMeter meter, TimeProvider time, ILogger<SnapshotWatch> log) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private string? _complaint;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            if (await file.ReadChangedAsync(cancellation) is not { } snapshot) return;
            state.Become(snapshot);
            _complaint = null;
            meter.SnapshotRead(taken: true);
            LogTaken(snapshot.Service, snapshot.Tenants.Count);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Only an InvalidSnapshotException is known to hold no secret; nothing that a file does may stop the watch.
            Complain(failure is InvalidSnapshotException ? failure.Message : failure.GetType().Name);
        }
    }

    private void Complain(string reason)
    {
        if (reason == _complaint) return;
        _complaint = reason;
        meter.SnapshotRead(taken: false);
        LogKept(reason, state.Current is null ? "there is none yet" : "the one before stays in service");
    }
}
