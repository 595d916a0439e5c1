using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Recording;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Measuring;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Benchmarks.Strategies;

/// <summary>The engines and the reward model of <c>config/samples/strategies.yaml</c>, past its gateway; what a verifier would say is read off the problem.</summary>
internal sealed class LiveService(LocalService local, RecordedEngines engines) : IAsyncDisposable
{
    private const int Parallel = 16;
    private const long SeedsPerProblem = 1_000_000;

    private static readonly NumericEquivalence Equivalence = new();
    private static readonly AnswerFormat Format = AnswerFormat.Create("Whole", null);

    private readonly ChainSource _source = engines.Source;
    private readonly StepFormat _steps = new(local.Snapshot.Steps!);
    private readonly Budget _budget = BudgetOf(local.Snapshot.Tenants[0]);

    public static async Task<LiveService> StartAsync()
    {
        var (service, pools) = await ManifestFile.ReadLocalAsync("config/samples/strategies.yaml", CancellationToken.None);
        var secrets = await SecretValues.ReadAsync([], null, CancellationToken.None);
        secrets.Complete(service!, pools);
        var options = new LocalOptions(Port: 0, Models: null, DrainLimit: TimeSpan.Zero);
        var local = await LocalService.StartAsync(service!, secrets, options, snapshot => snapshot, new StartText(TextWriter.Null), CancellationToken.None);
        var engines = new RecordedEngines(local.Snapshot);
        await engines.WaitAsync(CancellationToken.None);
        return new LiveService(local, engines);
    }

    /// <summary>So many chains of every problem, with their rewards.</summary>
    public async Task<IReadOnlyList<RecordedQuestion>> RecordAsync(IReadOnlyList<Problem> problems, int samples)
    {
        var right = problems.ToDictionary(problem => problem.Prompt, problem => problem.Answer);
        var known = _source with { Checker = question => question.Messages is [{ Content: { } prompt }] ? new KnownAnswer(right[prompt], Equivalence) : null };
        var recorder = new ChainRecorder(known, local.Snapshot.Model, _budget, Format, samples, Parallel, TimeProvider.System);
        using var file = new MemoryStream();
        await recorder.RecordAsync(problems, file, () => { }, CancellationToken.None);
        file.Position = 0;
        // Word for word, so that twins are known as such.
        return await new SampleReader(Format, Equivalence, keepReasoning: true).ReadAsync(file, CancellationToken.None);
    }

    /// <summary>A strategy that goes on from chains, which no record can replay: every problem once.</summary>
    public async Task<Measured> MeasureAsync(Setting setting, IReadOnlyList<Problem> problems)
    {
        var (right, tokens, seconds, cast) = (new double[problems.Count], new double[problems.Count], new double[problems.Count], new double[problems.Count]);
        var strategy = Strategy.Create(setting.Strategy);
        await System.Threading.Tasks.Parallel.ForAsync(0, problems.Count, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (i, cancellation) =>
        {
            var start = TimeProvider.System.GetTimestamp();
            var result = await RunAsync(strategy, problems[i], (i + 1) * SeedsPerProblem, cancellation);
            right[i] = result.Winner?.Answer is { } answer && Equivalence.Same(answer, problems[i].Answer) ? 1 : 0;
            (tokens[i], seconds[i], cast[i]) = (result.Tokens.Spent, TimeProvider.System.GetElapsedTime(start).TotalSeconds, result.Cast);
        });
        return new Measured(setting, right, tokens, seconds, cast);
    }

    public async ValueTask DisposeAsync()
    {
        await engines.DisposeAsync();
        await local.DisposeAsync();
    }

    private async Task<RunResult> RunAsync(IStrategy strategy, Problem problem, long seed, CancellationToken cancellation)
    {
        var question = new ChatRequest { Model = local.Snapshot.Model, Messages = [new ChatMessage { Role = "user", Content = problem.Prompt }] };
        var runner = new Runner(_source.Sampler(question), TimeProvider.System)
        {
            Scorer = _source.Scorer(question), Checker = new KnownAnswer(problem.Answer, Equivalence), Steps = _steps,
        };
        await foreach (var told in runner.RunAsync(strategy, _budget, Format, seed, cancellation))
            if (told is RunEvent.Finished { Result: var result }) return result;
        throw new InvalidOperationException("a run ended without saying how");
    }

    private static Budget BudgetOf(TenantSnapshot tenant) =>
        new(tenant.ReasoningTokens.Default, tenant.AnswerTokens, RequestTokens: null, Deadline: null, Enum.Parse<WhenSpent>(tenant.WhenSpent));
}
