using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Models;
using ReasonOps.OpenAi.Serving;

namespace ReasonOps.Inference.Serving;

/// <param name="Url">Where to listen, as <c>http://127.0.0.1:0</c>.</param>
/// <param name="ModelName">What clients send as <c>model</c>.</param>
public sealed record EngineServerOptions(string Url, string ModelName)
{
    /// <summary>How long requests that run may go on once the server is told to stop.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>The engine behind the OpenAI API, with vLLM's extensions and metric names.</summary>
public static class EngineServer
{
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    private const string Served = "POST /v1/chat/completions, POST /v1/completions, GET /v1/models, GET /health and GET /metrics";

    public static WebApplication Build(Engine engine, EngineServerOptions options, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        var app = Create(options.Url, options.DrainLimit, "engine", Served, logging);
        app.MapPost("/v1/chat/completions", new ChatEndpoint(engine, options, time).Handle);
        app.MapPost("/v1/completions", new CompletionEndpoint(engine, options, time).Handle);
        app.MapGet("/v1/models", context => JsonAnswer.WriteAsync(context, Models(engine, options), OpenAiJson.Default.ModelList));
        app.MapGet("/health", context => WriteHealth(context, engine.Healthy, "the engine has stopped"));
        app.MapGet("/metrics", context => WriteText(context, engine.Metrics.Write(options.ModelName)));
        return app;
    }

    /// <summary>A server without routes yet: what it does not serve, and whatever fails, is answered in OpenAI's shape.</summary>
    internal static WebApplication Create(string url, TimeSpan drainLimit, string name, string served, Action<ILoggingBuilder> logging)
    {
        var app = new HttpHost([url], MaxBodyBytes, drainLimit, logging).CreateBuilder().Build();
        ErrorShape.Use(app, new(name, served));
        app.UseRouting();
        return app;
    }

    internal static Task WriteText(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    internal static Task WriteHealth(HttpContext context, bool healthy, string otherwise)
    {
        context.Response.StatusCode = healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteText(context, healthy ? "ok\n" : $"{otherwise}\n");
    }

    private static ModelList Models(Engine engine, EngineServerOptions options) => new()
    {
        Data = [new ModelInfo { Id = options.ModelName, OwnedBy = "reasonops", Root = engine.Model.Fingerprint, MaxModelLen = engine.Longest }],
    };
}
