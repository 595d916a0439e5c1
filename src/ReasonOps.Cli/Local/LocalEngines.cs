using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;

namespace ReasonOps.Cli.Local;

/// <summary>The replicas of an embedded engine in this process, each on a loopback port of its own.</summary>
public sealed class LocalEngines : IAsyncDisposable
{
    private readonly List<(Engine Engine, WebApplication Server)> _replicas = [];
    private readonly ILoggerFactory _loggers = LoggerFactory.Create(Logs.ForPeople);

    private LocalEngines(ModelFolder model) => Model = model;

    public ModelFolder Model { get; }
    public int Replicas => _replicas.Count;

    /// <summary>Tokens that fit the KV cache of one replica.</summary>
    public int Capacity => _replicas[0].Engine.Capacity;

    public EngineTargets Targets => new()
    {
        Runtime = "onnx",
        Fixed = [.. _replicas.Select(replica => new EngineTarget($"{replica.Server.Urls.First()}/v1"))],
    };

    public static async Task<LocalEngines> StartAsync(ReasoningService service, string? models, CancellationToken cancellation)
    {
        var spec = service.Spec;
        if (spec.Engine?.Runtime != RuntimeKind.Onnx)
            throw new WrongInputException(
                $"spec.engine.runtime: {spec.Engine?.Runtime} engines are started on a cluster; on one machine use onnx, or name engines that already run in spec.engine.endpoints");
        var model = ModelFolder.Load(EmbeddedModels.Find("spec.model.uri", spec.Model.Uri!, models));
        var tokens = spec.Engine.KeyValueTokens ?? throw new InvalidOperationException("the service is not defaulted");
        Room.Check(service, model.Config, tokens);
        var replicas = EngineReplicas.Of(spec).Wanted;
        if (replicas == 0)
            throw new WrongInputException("spec.replicas: 0 starts no engine, and then nothing can answer; on one machine use 1 or more");
        var options = new EngineOptions(tokens) { Decoder = new DecoderOptions(Threads: Math.Max(1, Environment.ProcessorCount / replicas)) };
        var engines = new LocalEngines(model);
        try
        {
            for (var i = 0; i < replicas; i++) await engines.AddAsync(options, spec.Model.Name, cancellation);
            return engines;
        }
        catch
        {
            await engines.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (engine, server) in _replicas)
        {
            await server.StopAsync();
            await server.DisposeAsync();
            await engine.DisposeAsync();
        }
        _replicas.Clear();
        _loggers.Dispose();
    }

    private async Task AddAsync(EngineOptions options, string model, CancellationToken cancellation)
    {
        var engine = new Engine(Model, options, TimeProvider.System, _loggers.CreateLogger<Engine>());
        var server = EngineServer.Build(engine, new EngineServerOptions("http://127.0.0.1:0", model), TimeProvider.System, Logs.ForPeople);
        _replicas.Add((engine, server));
        await server.StartAsync(cancellation);
    }
}
