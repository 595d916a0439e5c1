using System.Net;
using System.Text.Json;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Health;

namespace ReasonOps.Cli.Rollouts;

/// <summary>One partition drawn where others watch: figures under <c>/metrics</c> while it runs, and in the termination log when it ends.</summary>
/// <param name="draw">What is missing.</param>
/// <param name="address">Of <c>/healthz</c> and <c>/metrics</c>; null: they are not served.</param>
/// <param name="last">Where its last figures go.</param>
internal sealed class WorkerHost(RolloutDraw draw, IPEndPoint? address, TerminationLog last)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private bool _done;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var meter = new WorkerMeter(Report);
        await using var server = await ServeAsync(cancellation);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var logged = new RolloutProgress(draw.Watch).LogAsync(Every, Console.Error, over.Token);
        try
        {
            await draw.RunAsync(cancellation);
            _done = true;
        }
        finally
        {
            await over.CancelAsync();
            await logged;
            // Of one that failed the log says why; how far it came is in its journal.
            if (_done || cancellation.IsCancellationRequested) last.Write(JsonSerializer.Serialize(Report(), RolloutReportJson.Default.RolloutReport));
        }
    }

    private async Task<HealthServer?> ServeAsync(CancellationToken cancellation)
    {
        if (address is null) return null;
        var server = new HealthServer(address, new Heartbeat(TimeProvider.System), () => []);
        try
        {
            await server.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        Console.WriteLine($"figures on {server.Address.GetLeftPart(UriPartial.Authority)}/metrics");
        return server;
    }

    private RolloutReport Report()
    {
        var (watch, figures, rates) = (draw.Watch, draw.Watch.Figures, draw.Watch.Rates());
        return new()
        {
            All = watch.All, Problems = watch.Problems, Settled = figures.Settled, Quarantined = figures.Quarantined, Invalid = watch.InvalidLines,
            Rollouts = figures.Rollouts, Right = figures.Right, Wrong = figures.Wrong, Kept = figures.Kept,
            Forward = figures.Forward, Backward = figures.Backward, TokensPerSecond = rates.Forward, RolloutsPerSecond = rates.Rollouts,
            PassAt = [.. figures.PassAt.Select(pass => new PassReport(pass.Key, pass.Value.Sum, pass.Value.Problems))],
            Done = _done,
        };
    }
}
