using System.Diagnostics;
using System.Globalization;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Rollouts;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>The engine and the verifier of the demo, a process each, and beside them what such an engine can do by itself.</summary>
internal sealed class RolloutService : IAsyncDisposable
{
    private const string Manifest = "config/samples/local/demo-rollouts.yaml";

    private static readonly string Model = Path.Combine("config", "models", "arithmetic");

    private readonly RolloutJob _job;
    private readonly EngineProcess _engine;
    private readonly EngineLimit _limit;
    private readonly LocalVerifiers _verifiers;
    private readonly LocalService _service;
    private readonly RolloutPorts _ports;
    private readonly RolloutSettings _settings;
    private readonly IReadOnlyList<Problem> _problems;

    private RolloutService(RolloutJob job, EngineProcess engine, EngineLimit limit, LocalVerifiers verifiers, LocalService service, IReadOnlyList<Problem> problems)
    {
        (_job, _engine, _limit, _verifiers, _service, _problems) = (job, engine, limit, verifiers, service, problems);
        _ports = new RolloutPorts(service.Snapshot, job.Spec.Search!.Temperature!.Value, job.Spec.Verify);
        _settings = new RolloutPlan(job, _ports.Steps).Settings(Reasoning.Answers.AnswerFormat.Create(service.Snapshot.AnswerFormat.Kind, null), default);
    }

    public static async Task<RolloutService> StartAsync(int problems)
    {
        var manifest = await ManifestFile.ReadJobsAsync(Manifest, "nothing was drawn", CancellationToken.None);
        var (job, service) = (manifest.Jobs[0], manifest.Services[0]);
        var secrets = await SecretValues.ReadAsync([], null, CancellationToken.None);
        secrets.Complete(service, manifest.Pools);
        var options = new LocalOptions(Port: 0, Models: null, DrainLimit: TimeSpan.Zero);
        var verifiers = await LocalVerifiers.StartAsync(manifest.Pools, secrets, options, new StartText(TextWriter.Null), CancellationToken.None);
        var target = verifiers.TargetOf(job.Spec.Verify!.PoolRef!.Name, secrets);
        var tokens = service.Spec.Engine!.KeyValueTokens!.Value;
        var engine = await EngineProcess.StartAsync(Model, service.Spec.Model.Name, tokens);
        service = service with { Spec = service.Spec with { Engine = service.Spec.Engine with { Endpoints = [new Api.ReasoningServices.EndpointSpec { Url = engine.Url }] } } };
        var local = await LocalService.StartAsync(service, secrets, options with { Verifier = target }, snapshot => snapshot, new StartText(TextWriter.Null), CancellationToken.None);
        var asked = new RolloutService(job, engine, new EngineLimit(Model, tokens), verifiers, local, await ProblemsAsync(job, problems));
        await asked._ports.WaitAsync(CancellationToken.None);
        return asked;
    }

    /// <summary>Every chain of every problem, each with the seed that the rollout has, and nothing but chains.</summary>
    public Task<Load> LimitAsync() => MeasureAsync(() => Task.FromResult(_limit.Count), () => _limit.DrawAsync(
        from problem in _problems from rollout in Enumerable.Range(0, _settings.Allocation.Most) select (problem.Prompt, _settings.SeedOf(problem.Number, 0, rollout)),
        _job.Spec.Search!.Temperature!.Value, _settings.Budget.ReasoningTokens, _settings.Budget.ReasoningTokens + _settings.Budget.AnswerTokens));

    /// <summary>The same by the worker: searched, verified, on disk.</summary>
    public Task<Load> RolloutsAsync(string kind) => MeasureAsync(_engine.CountAsync, async () =>
    {
        var folder = Directory.CreateTempSubdirectory("rollouts-bench").FullName;
        try
        {
            var told = new Told();
            var settings = _settings with { Search = _settings.Search with { Kind = Enum.Parse<SearchKind>(kind) } };
            var room = new KeyValueRoom(0.9 * _limit.Capacity, settings.Budget.ReasoningTokens + settings.Budget.AnswerTokens);
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
        await _engine.DisposeAsync();
        await _limit.DisposeAsync();
    }

    private static async Task<Load> MeasureAsync(Func<Task<double>> count, Func<Task<(long Chains, long Tokens)>> draw)
    {
        GC.Collect();
        var (before, clock) = (await count(), Stopwatch.StartNew());
        var (chains, tokens) = await draw();
        var seconds = clock.Elapsed.TotalSeconds;
        var load = new Load(chains, tokens, await count() - before, seconds);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {chains} chains, {tokens} tokens in {seconds:0.00} s: {load.TokensPerSecond:0} tokens/s"));
        return load;
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
