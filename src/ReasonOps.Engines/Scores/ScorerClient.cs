using Microsoft.Extensions.Logging;
using ReasonOps.Engines.Asking;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Scores;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Engines.Scores;

/// <summary>Reward models over HTTP, for as many questions at once as there are.</summary>
/// <param name="http">Shared, not disposed. Its own timeout should be above that of <paramref name="options"/>, which is the one that counts.</param>
public sealed class ScorerClient(HttpClient http, ScorerTargets targets, ScorerOptions? options = null, TimeProvider? time = null, ILogger? log = null)
{
    private readonly ServiceCall _call = new("scorer", (options ?? new ScorerOptions()).Patience, time, log);
    private int _questions;

    internal ScorerTargets Targets => targets;
    internal ScorerOptions Options { get; } = options ?? new ScorerOptions();

    /// <summary>The port for one question; it keeps what it was told, so that no text is scored twice.</summary>
    /// <param name="template">The question: its messages.</param>
    public IScorer For(ChatRequest template) => new QuestionScorer(this, template.Messages ?? [], Interlocked.Increment(ref _questions) & int.MaxValue);

    /// <summary>One batch, by the first replica that answers it, from the question's own on.</summary>
    /// <returns>The answer, or why there is none.</returns>
    internal Task<(ScoreResponse? Answer, string? Failure)> AskAsync(
        ScoreRequest request, IReadOnlyList<EngineAddress> replicas, int home, CancellationToken cancellation) =>
        _call.AskAsync(
            attempt => replicas[(int)(((long)home + attempt) % replicas.Count)],
            (replica, enough) => new OpenAiClient(http, replica.Url, replica.Key).ScoreAsync(request with { Model = replica.Model }, enough), cancellation);
}
