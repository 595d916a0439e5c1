using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Scores;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Engines.Scores;

/// <summary>Reward models over HTTP, for as many questions at once as there are.</summary>
/// <param name="http">Shared, not disposed. Its own timeout should be above that of <paramref name="options"/>, which is the one that counts.</param>
public sealed class ScorerClient(HttpClient http, ScorerTargets targets, ScorerOptions? options = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private int _questions;

    internal ScorerTargets Targets => targets;
    internal ScorerOptions Options { get; } = options ?? new ScorerOptions();

    /// <summary>The port for one question; it keeps what it was told, so that no text is scored twice.</summary>
    /// <param name="template">The question: its messages.</param>
    public IScorer For(ChatRequest template) => new QuestionScorer(this, template.Messages ?? [], Interlocked.Increment(ref _questions) & int.MaxValue);

    /// <summary>One batch, by the first replica that answers it, from the question's own on.</summary>
    /// <returns>The answer, or why there is none.</returns>
    internal async Task<(ScoreResponse? Answer, string? Failure)> AskAsync(
        ScoreRequest request, IReadOnlyList<EngineAddress> replicas, int home, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Options.Timeout, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        for (var attempt = 0; ; attempt++)
        {
            var replica = replicas[(home + attempt) % replicas.Count];
            try
            {
                var asked = request with { Model = replica.Model };
                return (await new OpenAiClient(http, replica.Url, replica.Key).ScoreAsync(asked, enough.Token), null);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return (null, $"scorer {replica} did not answer within {Options.Timeout.TotalSeconds:0.#} s");
            }
            catch (Exception failure) when (failure is ApiException or HttpRequestException or IOException)
            {
                if (attempt + 1 >= Options.Attempts || !CanPass(failure)) return (null, Reason(failure, replica));
                if (!await PauseAsync(failure, enough.Token)) cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>A busy or lost replica; what it says of the request itself, any other would say too.</summary>
    private static bool CanPass(Exception failure) => failure switch
    {
        ApiException refusal => refusal.Status is 429 or >= 500,
        MalformedResponseException => false,
        _ => true,
    };

    private static string Reason(Exception failure, EngineAddress replica) => failure is ApiException refusal
        ? $"scorer {replica} answered {refusal.Status}: {refusal.Message}"
        : $"scorer {replica} could not be asked: {failure.Message}";

    /// <returns>False: the time was up first, which the next attempt finds out.</returns>
    private async Task<bool> PauseAsync(Exception failure, CancellationToken enough)
    {
        var wanted = (failure as ApiException)?.RetryAfter ?? Options.Pause;
        try
        {
            await Task.Delay(wanted < Options.LongestPause ? wanted : Options.LongestPause, _time, enough);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
