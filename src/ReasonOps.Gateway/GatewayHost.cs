using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ReasonOps.Gateway.Accounting;
using ReasonOps.Gateway.Chat;
using ReasonOps.Gateway.Engines;
using ReasonOps.Gateway.Fairness;
using ReasonOps.Gateway.Forecasts;
using ReasonOps.Gateway.Health;
using ReasonOps.Gateway.Limits;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Models;
using ReasonOps.Gateway.Snapshots;
using ReasonOps.OpenAi.Serving;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Gateway;

/// <summary>
/// One gateway: <c>/v1/chat/completions</c>, <c>/v1/models</c>, <c>/v1/engines</c>, <c>/v1/usage</c>, <c>/health</c>, <c>/ready</c>, <c>/metrics</c>. It reads no environment
/// variable and no configuration file. Told to stop, it takes no new connection and lets what runs finish within the drain limit.
/// </summary>
public static class GatewayHost
{
    public const int MaxBodyBytes = 1024 * 1024;

    private const string Served = "POST /v1/chat/completions, GET /v1/models and GET /v1/usage";

    /// <summary>Builds it; <c>StartAsync</c> reads the snapshot and listens, <c>StopAsync</c> drains.</summary>
    /// <exception cref="ArgumentException">Both or neither of a snapshot and its path are given.</exception>
    public static WebApplication Build(GatewayOptions options)
    {
        if (options.SnapshotPath is null == options.Snapshot is null)
            throw new ArgumentException("exactly one of Snapshot and SnapshotPath is needed", nameof(options));
        var builder = new HttpHost(options.Urls, MaxBodyBytes, options.DrainLimit, options.Logging).CreateBuilder();
        AddServices(builder.Services, options);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options).AddSingleton(options.Time);
        services.AddSingleton<GatewayMeter>().AddSingleton(provider => new MetricsText(provider.GetRequiredService<GatewayMeter>().Meter));
        services.AddSingleton<ServingState>();
        services.AddSingleton<ChatEndpoint>().AddSingleton<ModelsEndpoint>().AddSingleton<EnginesEndpoint>().AddSingleton<EngineMeter>().AddSingleton<HealthEndpoints>();
        if (options.SnapshotPath is { } path) services.AddSingleton(new SnapshotFile(path)).AddHostedService<SnapshotWatch>();
        else services.AddHostedService<GivenSnapshot>();
        services.AddHostedService<EngineWatch>();
        services.AddSingleton<GatewayLedger>().AddHostedService(provider => provider.GetRequiredService<GatewayLedger>());
        services.AddSingleton<ClusterLimits>().AddHostedService(provider => provider.GetRequiredService<ClusterLimits>());
        services.AddSingleton<UsageEndpoint>().AddSingleton<EngineRoom>().AddSingleton<LiveDemand>().AddSingleton<ForecastMeter>();
    }

    private static void Map(WebApplication app)
    {
        var services = app.Services;
        var (models, health) = (services.GetRequiredService<ModelsEndpoint>(), services.GetRequiredService<HealthEndpoints>());
        services.GetRequiredService<EngineMeter>();
        services.GetRequiredService<ForecastMeter>();
        ErrorShape.Use(app, new("gateway", Served));
        app.UseRouting();
        app.MapPost("/v1/chat/completions", services.GetRequiredService<ChatEndpoint>().HandleAsync);
        app.MapGet("/v1/models", models.ListAsync);
        app.MapGet("/v1/models/{**id}", models.OneAsync);
        app.MapGet("/v1/usage", services.GetRequiredService<UsageEndpoint>().HandleAsync);
        app.MapGet("/v1/engines", services.GetRequiredService<EnginesEndpoint>().ListAsync);
        app.MapGet("/health", HealthEndpoints.LiveAsync);
        app.MapGet("/ready", health.ReadyAsync);
        app.MapGet("/metrics", services.GetRequiredService<MetricsText>().HandleAsync);
    }
}
