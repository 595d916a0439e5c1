using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Models;

namespace ReasonOps.Inference.Serving;

/// <param name="Url">Where to listen, as <c>http://127.0.0.1:0</c>.</param>
/// <param name="ModelName">What clients send as <c>model</c>.</param>
public sealed record EngineServerOptions(string Url, string ModelName);

/// <summary>The engine behind the OpenAI API, with vLLM's extensions and metric names.</summary>
public static partial class EngineServer
{
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    public static WebApplication Build(Engine engine, EngineServerOptions options, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateSlimBuilder();
        logging(builder.Logging);
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Use(AnswerErrors);
        app.MapPost("/v1/chat/completions", new ChatEndpoint(engine, options, time).Handle);
        app.MapPost("/v1/completions", new CompletionEndpoint(engine, options, time).Handle);
        app.MapGet("/v1/models", context => WriteJson(context, Models(engine, options), OpenAiJson.Default.ModelList));
        app.MapGet("/health", context => Health(context, engine));
        app.MapGet("/metrics", context => WriteText(context, engine.Metrics.Write(options.ModelName)));
        return app;
    }

    internal static Task WriteJson<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    private static Task WriteText(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task Health(HttpContext context, Engine engine)
    {
        context.Response.StatusCode = engine.Healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteText(context, engine.Healthy ? "ok\n" : "the engine has stopped\n");
    }

    private static ModelList Models(Engine engine, EngineServerOptions options) => new()
    {
        Data = [new ModelInfo { Id = options.ModelName, OwnedBy = "reasonops", MaxModelLen = engine.Longest }],
    };

    private static async Task AnswerErrors(HttpContext context, RequestDelegate next)
    {
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EngineServer));
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            ClientLeft(log);
        }
        catch (ApiException e)
        {
            if (context.Response.HasStarted) context.Abort(); // the stream's missing end tells the client
            else await Refuse(context, e);
        }
    }

    private static Task Refuse(HttpContext context, ApiException error)
    {
        context.Response.StatusCode = error.Status;
        if (error.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteJson(context, error.Body, OpenAiJson.Default.ErrorBody);
    }

    [LoggerMessage(LogLevel.Debug, "A client left; its chains are freed")]
    private static partial void ClientLeft(ILogger log);
}
