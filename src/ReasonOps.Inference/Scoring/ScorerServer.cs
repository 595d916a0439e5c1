using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Models;
using ReasonOps.OpenAi.Serving;

namespace ReasonOps.Inference.Scoring;

/// <param name="Url">Where to listen, as <c>http://127.0.0.1:0</c>.</param>
/// <param name="ModelName">What clients send as <c>model</c>.</param>
public sealed record ScorerServerOptions(string Url, string ModelName)
{
    /// <summary>How long requests that run may go on once the server is told to stop.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From a request's arrival to its scores.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>A reward model behind <c>POST /v1/score</c>.</summary>
public static class ScorerServer
{
    private const string Served = "POST /v1/score, GET /v1/models, GET /health and GET /metrics";

    public static WebApplication Build(Scorer scorer, ScorerServerOptions options, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        var app = EngineServer.Create(options.Url, options.DrainLimit, "scorer", Served, logging);
        app.MapPost("/v1/score", new ScoreEndpoint(scorer, options, time).Handle);
        app.MapGet("/v1/models", context => JsonAnswer.WriteAsync(context, Models(scorer, options), OpenAiJson.Default.ModelList));
        app.MapGet("/health", context => EngineServer.WriteHealth(context, scorer.Healthy, "the scorer has stopped"));
        app.MapGet("/metrics", context => EngineServer.WriteText(context, scorer.Metrics.Write(options.ModelName, scorer.Waiting)));
        return app;
    }

    private static ModelList Models(Scorer scorer, ScorerServerOptions options) => new()
    {
        Data = [new ModelInfo { Id = options.ModelName, OwnedBy = "reasonops", MaxModelLen = scorer.Folder.Config.Context }],
    };
}
