using System.Net;
using System.Text.Json;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Health;

namespace ReasonOps.Cli.Rollouts;

/// <summary>One partition drawn where others watch: figures under <c>/metrics</c> while it runs, and in the termination log when it ends.</summary>
/// <param name="draw">What is missing.</param>
/// <param name="port">Of <c>/healthz</c> and <c>/metrics</c>; null: they are not served.</param>
/// <param name="last">Where its last figures go.</param>
internal sealed class WorkerHost(RolloutDraw draw, int? port, TerminationLog last)
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
            last.Write(JsonSerializer.Serialize(Report(), RolloutReportJson.Default.RolloutReport));
        }
    }

    private async Task<HealthServer?> ServeAsync(CancellationToken cancellation)
    {
        if (port is not { } at) return null;
        var server = new HealthServer(new IPEndPoint(IPAddress.Any, at), new Heartbeat(TimeProvider.System), () => []);
        try
        {
            await server.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        Console.WriteLine($"figures on http://127.0.0.1:{server.Address.Port}/metrics");
        return server;
    }

    private RolloutReport Report()
    {
        var (watch, figures, rates) = (draw.Watch, draw.Watch.Figures, draw.Watch.Rates());
        return new()
        {
            Problems = watch.Problems, Settled = figures.Settled, Quarantined = figures.Quarantined, Invalid = watch.InvalidLines,
            Rollouts = figures.Rollouts, Right = figures.Right, Wrong = figures.Wrong, Kept = figures.Kept,
            Forward = figures.Forward, Backward = figures.Backward, TokensPerSecond = rates.Forward, RolloutsPerSecond = rates.Rollouts,
            PassAt = [.. figures.PassAt.Select(pass => new PassReport(pass.Key, pass.Value.Sum, pass.Value.Problems))],
            Done = _done,
        };
    }
}
