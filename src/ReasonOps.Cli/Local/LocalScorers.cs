using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;
using ReasonOps.Inference.Scoring;
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.Cli.Local;

/// <summary>The embedded reward models of a service in this process, each on a loopback port of its own; a model that both scores outcomes and steps runs once.</summary>
public sealed class LocalScorers : IAsyncDisposable
{
    private readonly Dictionary<string, (Scorer Scorer, WebApplication Server)> _byUri = new(StringComparer.Ordinal);
    private readonly ILoggerFactory _loggers = LoggerFactory.Create(Logs.ForPeople);

    private LocalScorers()
    {
    }

    /// <summary>Where each runs, by its uri.</summary>
    public IReadOnlyList<(string Uri, string Url)> All => [.. _byUri.Select(each => (each.Key, Url(each.Key)))];

    public static async Task<LocalScorers> StartAsync(ReasoningService service, string? models, CancellationToken cancellation)
    {
        var scorers = new LocalScorers();
        try
        {
            await scorers.AddAsync("spec.scoring.outcome.uri", ScoreRequest.Outcome, service.Spec.Scoring?.Outcome?.Uri, models, cancellation);
            await scorers.AddAsync("spec.scoring.process.uri", ScoreRequest.Process, service.Spec.Scoring?.Process?.Uri, models, cancellation);
            return scorers;
        }
        catch
        {
            await scorers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Those that were started and those that run already; null where a service has none.</summary>
    public ScoringTargets? Targets(ScoringSpec? scoring, SecretValues secrets) => scoring is null ? null : new(
        Target("spec.scoring.outcome", scoring.Outcome, secrets),
        Target("spec.scoring.process", scoring.Process, secrets),
        scoring.Judge is not { } judge ? null
            : new JudgeTarget(judge.Endpoint.Url, judge.Model, secrets.EndpointKey("spec.scoring.judge.endpoint", judge.Endpoint.KeySecretRef)));

    public async ValueTask DisposeAsync()
    {
        foreach (var (scorer, server) in _byUri.Values)
        {
            await server.StopAsync();
            await server.DisposeAsync();
            await scorer.DisposeAsync();
        }
        _byUri.Clear();
        _loggers.Dispose();
    }

    private ScorerTarget? Target(string place, ScorerSpec? spec, SecretValues secrets) => spec switch
    {
        null => null,
        { Endpoint: { } endpoint } => new(endpoint.Url, secrets.EndpointKey($"{place}.endpoint", endpoint.KeySecretRef)),
        _ => new(Url(spec.Uri!)),
    };

    private string Url(string uri) => $"{_byUri[uri].Server.Urls.First()}/v1";

    private async Task AddAsync(string place, string reward, string? uri, string? models, CancellationToken cancellation)
    {
        if (uri is null) return;
        var folder = RewardModelFolder.Load(EmbeddedModels.Find(place, uri, models, "give the endpoint of a scorer that already runs"));
        if (!folder.Config.Rewards.Contains(reward))
            throw new WrongInputException($"{place}: \"{uri}\" gives no {reward} reward; it gives {string.Join(" and ", folder.Config.Rewards)}");
        if (_byUri.ContainsKey(uri)) return;
        var scorer = new Scorer(folder, new ScorerOptions(), _loggers.CreateLogger<Scorer>());
        var server = ScorerServer.Build(scorer, new ScorerServerOptions("http://127.0.0.1:0", Path.GetFileName(uri)), TimeProvider.System, Logs.ForPeople);
        _byUri.Add(uri, (scorer, server));
        await server.StartAsync(cancellation);
    }
}
