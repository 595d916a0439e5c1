using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Kubernetes.Health;

/// <summary>
/// <c>/healthz</c>: 200, or 503 with the loops that hang. <c>/readyz</c>: 200, or 503 with what is not ready. <c>/metrics</c>: Prometheus' text.
/// </summary>
public sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MetricsText _metrics = new("ReasonOps.*", "System.Runtime");
    private readonly Heartbeat _heartbeat;
    private readonly Func<IReadOnlyList<string>> _notReady;

    /// <param name="address">Where to listen; port 0 takes a free one.</param>
    /// <param name="notReady">What keeps us from work, as <see cref="Informers.InformerSet.NotSynced"/> tells it; empty when ready.</param>
    public HealthServer(IPEndPoint address, Heartbeat heartbeat, Func<IReadOnlyList<string>> notReady)
    {
        (_heartbeat, _notReady) = (heartbeat, notReady);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address);
            kestrel.AddServerHeader = false;
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens, once started.</summary>
    public Uri Address => new(_app.Urls.Single());

    public Task StartAsync(CancellationToken cancellation) => _app.StartAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _metrics.Dispose();
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/healthz" => SayAsync(context, _heartbeat.Late),
        "/readyz" => SayAsync(context, _notReady()),
        "/metrics" => _metrics.HandleAsync(context),
        _ => WriteAsync(context, StatusCodes.Status404NotFound, "text/plain", "there are /healthz, /readyz and /metrics\n"),
    };

    private static Task SayAsync(HttpContext context, IReadOnlyList<string> troubles) => troubles.Count == 0
        ? WriteAsync(context, StatusCodes.Status200OK, "text/plain", "ok\n")
        : WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "text/plain", string.Join('\n', troubles) + "\n");

    private static Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
