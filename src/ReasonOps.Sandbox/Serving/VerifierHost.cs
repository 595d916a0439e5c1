using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Serving;
using ReasonOps.Sandbox.Grading;
using ReasonOps.Sandbox.Metrics;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Sandbox.Serving.Checks;
using ReasonOps.Sandbox.Serving.Health;
using ReasonOps.Sandbox.Serving.Requests;
using ReasonOps.Sandbox.Serving.RunCode;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Sandbox.Serving;

/// <summary>
/// One verifier: <c>/run_code</c>, <c>/v1/verify</c>, <c>/v1/verify:batch</c>, <c>/health</c>, <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>.
/// Told to stop, it takes nothing new and lets what it has taken finish within the drain limit.
/// </summary>
public static class VerifierHost
{
    public const int MaxBodyBytes = 8 * 1024 * 1024;
    public const int MaxBatchBytes = 64 * 1024 * 1024;

    private const string Served = "POST /v1/verify, POST /v1/verify:batch, POST /run_code, GET /health and GET /metrics";

    /// <summary>Builds it; <c>StartAsync</c> listens, <c>StopAsync</c> drains. The sandbox is not its own.</summary>
    public static WebApplication Build(VerifierOptions options)
    {
        var builder = new HttpHost(options.Urls, MaxBatchBytes, options.DrainLimit, options.Logging).CreateBuilder();
        // Batches are long, and a client that reads slowly only holds its own checks up.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        AddServices(builder.Services, options);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, VerifierOptions options)
    {
        var settings = options.Settings;
        var languages = new PoolLanguages(settings.Checks, options.Languages);
        var limits = LimitsReader.Of(settings.Limits);
        var grader = new Grader(options.Sandbox, options.Languages);
        var lanes = new Lanes(
            new Lane("sandbox", options.Sandbox.Places, settings.Queue, options.Time), new Lane("comparison", settings.Workers, settings.Queue, options.Time));
        services.AddSingleton(options).AddSingleton(options.Time).AddSingleton(options.Sandbox).AddSingleton(options.Isolation);
        services.AddSingleton(languages).AddSingleton(lanes).AddSingleton(grader);
        services.AddSingleton(new CheckReader(languages, grader, limits)).AddSingleton(new RunCodeReader(languages, limits));
        services.AddSingleton(_ => new VerifierMeter(settings.Pool, lanes.All));
        services.AddSingleton(provider => new MetricsText(provider.GetRequiredService<VerifierMeter>().Meter));
        services.AddSingleton<Verifier>().AddSingleton<Isolated>().AddSingleton<Door>();
        services.AddSingleton<VerifyEndpoint>().AddSingleton<BatchEndpoint>().AddSingleton<RunCodeEndpoint>().AddSingleton<HealthEndpoints>();
        services.AddSingleton<Drain>().AddHostedService(provider => provider.GetRequiredService<Drain>());
    }

    private static ErrorShapeOptions Errors(VerifierMeter meter) => new("verifier", Served)
    {
        Refusal = failure => failure is QueueFullException full ? ApiException.RateLimited(full.Message, full.RetryAfter) : null,
        Refused = meter.Refused,
    };

    private static void Map(WebApplication app)
    {
        var services = app.Services;
        var health = services.GetRequiredService<HealthEndpoints>();
        ErrorShape.Use(app, Errors(services.GetRequiredService<VerifierMeter>()));
        app.UseRouting();
        app.Use(services.GetRequiredService<Door>().PassAsync);
        app.MapPost("/v1/verify", services.GetRequiredService<VerifyEndpoint>().HandleAsync);
        app.MapPost("/v1/verify:batch", services.GetRequiredService<BatchEndpoint>().HandleAsync);
        app.MapPost("/run_code", services.GetRequiredService<RunCodeEndpoint>().HandleAsync);
        app.MapGet("/health", health.HealthAsync);
        app.MapGet("/healthz", HealthEndpoints.LiveAsync);
        app.MapGet("/readyz", health.ReadyAsync);
        app.MapGet("/metrics", services.GetRequiredService<MetricsText>().HandleAsync);
    }
}
