using System.Runtime.CompilerServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Recording;
using ReasonOps.Engines;
using ReasonOps.Engines.Checks;
using ReasonOps.Engines.Judging;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Cli.Rollouts;

/// <summary>The engines, reward models and verifier of a service, as a job draws on them: past the gateway, where every chain comes as it was drawn.</summary>
/// <param name="snapshot">Of the service.</param>
/// <param name="temperature">Chains are drawn at.</param>
/// <param name="verify">What decides whether an answer is right; null: nothing is checked.</param>
/// <param name="engines">How long they are waited for, and how they are found.</param>
/// <param name="logprobs">Chains keep their tokens.</param>
internal sealed class RolloutPorts(GatewaySnapshot snapshot, double temperature, VerifySpec? verify, EngineOptions? engines = null, bool logprobs = false) : IAsyncDisposable
{
    private readonly RecordedEngines _engines = new(snapshot, whole: true, engines);

    /// <summary>The verifier's client has a shorter patience of its own.</summary>
    private readonly HttpClient _http = RolloutPlaces.Http();

    // The same answer to a problem is checked once, whichever search came to it.
    private readonly ConditionalWeakTable<Problem, IChecker> _checkers = [];

    /// <summary>An engine has as much to do as it takes.</summary>
    public event Action? Full
    {
        add => _engines.Full += value;
        remove => _engines.Full -= value;
    }

    /// <summary>That are ready now, wherever they were found.</summary>
    public int Engines => _engines.Ready;

    public StepFormat Steps { get; } = snapshot.Steps is { } ends ? new StepFormat(ends) : StepFormat.Paragraphs;

    public Task WaitAsync(CancellationToken cancellation) => _engines.WaitAsync(cancellation);

    public Runner RunnerFor(Problem problem, string prompt)
    {
        var question = new ChatRequest { Model = snapshot.Model, Messages = [new ChatMessage { Role = "user", Content = prompt }], Temperature = temperature };
        return new Runner(_engines.Source.Sampler(question), TimeProvider.System)
        {
            Scorer = _engines.Source.Scorer(question), Checker = CheckerOf(problem), Steps = Steps, Logprobs = logprobs,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _engines.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Null: nothing can decide it.</summary>
    public IChecker? CheckerOf(Problem problem) =>
        verify is null ? null
        : verify.PoolRef is not null && snapshot.Verifier is { } verifier && problem.Check is { } check && AnswerCheck.Read(check).Check is { } read
            ? _checkers.GetValue(problem, _ => new VerifierClient(_http, new Uri(verifier.Url), verifier.Key).For(read))
        : verify.Judge is not null && snapshot.Scoring?.Judge is { } judge
            ? _checkers.GetValue(problem, _ => new JudgeClient(_http, new Uri(judge.Url), judge.Model, judge.Key).CheckerFor(problem.Prompt, problem.Answer))
        : null;
}
