using Microsoft.Extensions.Hosting;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>Keeps the pool's view of its engines fresh for as long as the gateway runs.</summary>
internal sealed class EngineWatch(ServingState state) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => state.WatchEnginesAsync(stoppingToken);
}
