using Microsoft.Extensions.Hosting;
using ReasonOps.Api.Snapshots;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>Serves the snapshot of <see cref="GatewayOptions.Snapshot"/>; one that cannot be served keeps the gateway from starting.</summary>
internal sealed class GivenSnapshot(GatewayOptions options, ServingState state) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var faults = SnapshotRules.Check(options.Snapshot!);
        if (faults.Count > 0) throw new InvalidSnapshotException(string.Join("; ", faults));
        state.Become(options.Snapshot!);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
