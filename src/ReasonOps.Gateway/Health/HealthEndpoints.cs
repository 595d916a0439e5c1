using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using ReasonOps.Gateway.Limits;
using ReasonOps.Gateway.Snapshots;

namespace ReasonOps.Gateway.Health;

/// <summary><c>/health</c>: the process answers. <c>/ready</c>: it has a snapshot and an engine that answers (or none is wanted, or requests are held until one is), and is not stopping.</summary>
internal sealed class HealthEndpoints(ServingState state, ClusterLimits limits, IHostApplicationLifetime lifetime)
{
    public static Task LiveAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, "ok");

    public Task ReadyAsync(HttpContext context) => WhyNot() is { } reason
        ? WriteAsync(context, StatusCodes.Status503ServiceUnavailable, reason)
        : WriteAsync(context, StatusCodes.Status200OK, limits.IsAway
            ? "ready; the ledger's database is away: limits are this gateway's alone, and usage waits here"
            : "ready");

    private string? WhyNot()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return "stopping";
        if (state.Current is not { } serving) return "no snapshot yet";
        return state.HasReadyEngine || serving.Snapshot.Engines is { ScaledToZero: true } or { Holds: true } ? null : "no engine is ready";
    }

    private static async Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
