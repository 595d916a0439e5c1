using Microsoft.Extensions.Logging;
using ReasonOps.Api.Snapshots;
using ReasonOps.Engines.Checks;
using ReasonOps.Engines.Judging;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Scores;
using ReasonOps.Gateway.Chat;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Gateway.Strategies;

/// <summary>The reward models, the verifier and the judge of one snapshot.</summary>
internal sealed class ReasoningPorts
{
    private readonly StepFormat _steps;
    private readonly ScorerClient? _scorer;
    private readonly VerifierClient? _verifier;
    private readonly JudgeClient? _judge;

    /// <param name="http">Shared by all snapshots; its own timeout is none.</param>
    public ReasoningPorts(GatewaySnapshot snapshot, HttpClient http, TimeProvider time, ILogger log)
    {
        _steps = snapshot.Steps is { Count: > 0 } ends ? new StepFormat(ends) : StepFormat.Paragraphs;
        var scoring = snapshot.Scoring ?? new ScoringTargets();
        var targets = new ScorerTargets { Outcome = Addresses(scoring.Outcome), Process = Addresses(scoring.Process), Steps = _steps };
        if (targets.Outcome.Count + targets.Process.Count > 0) _scorer = new ScorerClient(http, targets, time: time, log: log);
        if (snapshot.Verifier is { } verifier) _verifier = new VerifierClient(http, new Uri(verifier.Url), verifier.Key, time: time, log: log);
        if (scoring.Judge is { } judge) _judge = new JudgeClient(http, new Uri(judge.Url), judge.Model, judge.Key, time: time, log: log);
    }

    /// <param name="question">What is asked: its messages.</param>
    /// <param name="check">What is right; null where the request does not say.</param>
    public Runner RunnerFor(ChainMeter chains, ChatRequest question, AnswerCheck? check, TimeProvider time) => new(chains, time)
    {
        Scorer = _scorer?.For(question),
        Checker = check is null ? null : _verifier?.For(check),
        Judge = _judge is null ? null : new JudgeMeter(_judge.For(question), chains),
        Steps = _steps,
    };

    private static EngineAddress[] Addresses(ScorerTarget? target) => target is null ? [] : [new EngineAddress(new Uri(target.Url), target.Key)];
}
