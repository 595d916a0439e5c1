using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Rollouts;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>The engine and the verifier of the demo, and the two ways to draw chains from that engine.</summary>
internal sealed class RolloutService : IAsyncDisposable
{
    private const string Manifest = "config/samples/local/demo-rollouts.yaml";

    /// <summary>Requests of the plain load at once: more than the engine runs, so that a place is never empty.</summary>
    private const int AtOnce = 384;

    private readonly RolloutJob _job;
    private readonly (Engine Engine, WebApplication Server) _engine;
    private readonly LocalVerifiers _verifiers;
    private readonly LocalService _service;
    private readonly RolloutPorts _ports;
    private readonly RolloutSettings _settings;
    private readonly IReadOnlyList<Problem> _problems;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce }) { Timeout = Timeout.InfiniteTimeSpan };

    private RolloutService(RolloutJob job, (Engine, WebApplication) engine, LocalVerifiers verifiers, LocalService service, IReadOnlyList<Problem> problems)
    {
        (_job, _engine, _verifiers, _service, _problems) = (job, engine, verifiers, service, problems);
        _ports = new RolloutPorts(service.Snapshot, job.Spec.Search!.Temperature!.Value, job.Spec.Verify);
        _settings = new RolloutPlan(job, _ports.Steps).Settings(Reasoning.Answers.AnswerFormat.Create(service.Snapshot.AnswerFormat.Kind, null), default);
    }

    private Uri EngineUrl => new(_service.Snapshot.Engines.Fixed[0].Url);

    public static async Task<RolloutService> StartAsync(int problems)
    {
        var manifest = await ManifestFile.ReadJobsAsync(Manifest, "nothing was drawn", CancellationToken.None);
        var (job, service) = (manifest.Jobs[0], manifest.Services[0]);
        var secrets = await SecretValues.ReadAsync([], null, CancellationToken.None);
        secrets.Complete(service, manifest.Pools);
        var options = new LocalOptions(Port: 0, Models: null, DrainLimit: TimeSpan.Zero);
        var verifiers = await LocalVerifiers.StartAsync(manifest.Pools, secrets, options, new StartText(TextWriter.Null), CancellationToken.None);
        var target = verifiers.TargetOf(job.Spec.Verify!.PoolRef!.Name, secrets);
        var engine = await EngineAsync(service.Spec.Model.Name, service.Spec.Engine!.KeyValueTokens!.Value);
        var url = $"{engine.Server.Urls.First()}/v1";
        service = service with { Spec = service.Spec with { Engine = service.Spec.Engine with { Endpoints = [new Api.ReasoningServices.EndpointSpec { Url = url }] } } };
        var local = await LocalService.StartAsync(service, secrets, options with { Verifier = target }, snapshot => snapshot, new StartText(TextWriter.Null), CancellationToken.None);
        var asked = new RolloutService(job, engine, verifiers, local, await ProblemsAsync(job, problems));
        await asked._ports.WaitAsync(CancellationToken.None);
        return asked;
    }

    /// <summary>Every chain of every problem by the plainest client there is, each with the seed that the rollout has.</summary>
    public Task<Load> FlatOutAsync() => MeasureAsync(async () =>
    {
        var client = new OpenAiClient(_http, EngineUrl);
        var chains = from problem in _problems from rollout in Enumerable.Range(0, _settings.Allocation.Most) select (problem, rollout);
        var (tokens, count) = (0L, 0L);
        await Parallel.ForEachAsync(chains, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (chain, cancellation) =>
        {
            var answer = await client.ChatAsync(Question(chain.problem, chain.rollout), cancellation);
            Interlocked.Add(ref tokens, answer.Usage!.CompletionTokens);
            Interlocked.Increment(ref count);
        });
        return (count, tokens);
    });

    /// <summary>The same by the worker: searched, verified, on disk.</summary>
    public Task<Load> RolloutsAsync(string kind) => MeasureAsync(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("rollouts-bench").FullName;
        try
        {
            var told = new Told();
            var settings = _settings with { Search = _settings.Search with { Kind = Enum.Parse<SearchKind>(kind) } };
            var room = new KeyValueRoom(0.9 * _engine.Engine.Capacity, settings.Budget.ReasoningTokens + settings.Budget.AnswerTokens);
            _ports.Full += room.Crowd;
            await using var journal = await Journal.OpenAsync(folder, worker: 0, workers: 1, CancellationToken.None);
            await new RolloutWorker(settings, _ports.RunnerFor, journal, room, told, TimeProvider.System)
                .RunAsync(_problems.ToAsyncEnumerable(), versions: null, CancellationToken.None);
            return (told.Rollouts, told.Tokens);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _ports.DisposeAsync();
        await _service.DisposeAsync();
        await _verifiers.DisposeAsync();
        await _engine.Server.DisposeAsync();
        await _engine.Engine.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>It computes on one core and leaves the others to whoever asks, as an engine does whose accelerator is its own.</summary>
    private static async Task<(Engine Engine, WebApplication Server)> EngineAsync(string model, int tokens)
    {
        var options = new EngineOptions(tokens) { Decoder = new DecoderOptions(Threads: 1) };
        var engine = new Engine(ModelFolder.Load(Path.Combine("config", "models", "arithmetic")), options, TimeProvider.System, NullLogger<Engine>.Instance);
        var server = EngineServer.Build(engine, new EngineServerOptions("http://127.0.0.1:0", model), TimeProvider.System, logging => logging.ClearProviders());
        await server.StartAsync();
        return (engine, server);
    }

    private ChatRequest Question(Problem problem, int rollout) => new()
    {
        Model = _service.Snapshot.Model,
        Messages = [new ChatMessage { Role = "user", Content = problem.Prompt }],
        Temperature = _job.Spec.Search!.Temperature,
        Seed = _settings.SeedOf(problem.Number, 0, rollout),
        ThinkingTokenBudget = _settings.Budget.ReasoningTokens,
        MaxTokens = _settings.Budget.ReasoningTokens + _settings.Budget.AnswerTokens,
    };

    private async Task<Load> MeasureAsync(Func<Task<(long Chains, long Tokens)>> draw)
    {
        var (before, clock) = (await CountedAsync(), Stopwatch.StartNew());
        var (chains, tokens) = await draw();
        var seconds = clock.Elapsed.TotalSeconds;
        return new Load(chains, tokens, await CountedAsync() - before, seconds);
    }

    private async Task<double> CountedAsync()
    {
        var lines = (await _http.GetStringAsync(new Uri(EngineUrl, "/metrics"))).Split('\n');
        double Of(string name) => double.Parse(lines.First(line => line.StartsWith($"{name}{{", StringComparison.Ordinal)).Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        return Of("vllm:generation_tokens_total") + Of("vllm:prompt_tokens_total");
    }

    /// <summary>Of all levels alike.</summary>
    private static async Task<IReadOnlyList<Problem>> ProblemsAsync(RolloutJob job, int count)
    {
        await using var file = File.OpenRead(job.Spec.Problems.Uri);
        var all = await new ProblemReader(ProblemFields.Plain, null, _ => { }).ReadAsync(file, Partition.Whole, CancellationToken.None).ToListAsync();
        return [.. all.Where((_, i) => i % (all.Count / count) == 0).Take(count)];
    }

    private sealed class Told : IRolloutProgress
    {
        private long _rollouts;
        private long _tokens;

        public long Rollouts => _rollouts;
        public long Tokens => _tokens;

        public void Drawn(TrajectoryTree tree)
        {
            Interlocked.Add(ref _rollouts, tree.Count);
            Interlocked.Add(ref _tokens, tree.Drawn);
        }

        public void Trouble(Problem problem, string why) => Console.Error.WriteLine($"problem {problem.Number}: {why}");
    }
}
