using Microsoft.Extensions.Hosting;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>Keeps the pool's view of its engines fresh for as long as the gateway runs.</summary>
internal sealed class EngineWatch(ServingState state) : BackgroundService
{
    private const int Looks = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Gives engines that are well a second to be seen, so that the first request does not find them merely unlooked at.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        for (var look = 0; look < Looks && state is { Current: not null, HasReadyEngine: false }; look++) await Task.Delay(Pause, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => state.WatchEnginesAsync(stoppingToken);
}
