using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi.Serving;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Sandbox.Serving.Checks;

namespace ReasonOps.Sandbox.Serving.Health;

/// <summary><c>/health</c>: all of it, for people. <c>/healthz</c>: the process answers. <c>/readyz</c>: it takes checks.</summary>
internal sealed class HealthEndpoints(VerifierOptions options, PoolLanguages languages, Lanes lanes, Isolated isolated, Drain drain)
{
    public Task HealthAsync(HttpContext context)
    {
        context.Response.StatusCode = isolated.Report.Isolates ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return JsonAnswer.WriteAsync(context, Response(), ServingJson.Default.HealthResponse);
    }

    public static Task LiveAsync(HttpContext context) => WriteAsync(context, null);

    public Task ReadyAsync(HttpContext context) => WriteAsync(context, WhyNot());

    private string? WhyNot() =>
        drain.HasBegun ? "draining"
        : isolated.Report.Isolates ? null
        : $"cannot isolate: {isolated.Missing}";

    private HealthResponse Response()
    {
        var (settings, report) = (options.Settings, isolated.Report);
        var status = !report.Isolates ? "cannot isolate" : drain.HasBegun ? "draining" : "ok";
        return new(status, settings.Pool, settings.Checks, languages.Names, Isolation(report), lanes.Runs.Places, lanes.Runs.Busy, lanes.Runs.Waiting, settings.Queue);
    }

    private static HealthIsolation Isolation(IsolationReport report) => new(
        report.Mode, report.Isolates, [.. report.Layers.Select(layer => new HealthLayer(layer.Name, layer.Holds, layer.Required, layer.Detail))]);

    private static Task WriteAsync(HttpContext context, string? trouble)
    {
        context.Response.StatusCode = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{trouble ?? "ok"}\n", context.RequestAborted);
    }
}
