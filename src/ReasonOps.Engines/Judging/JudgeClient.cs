using Microsoft.Extensions.Logging;
using ReasonOps.Engines.Asking;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;

namespace ReasonOps.Engines.Judging;

/// <summary>A second model that compares answers, by the API of OpenAI.</summary>
/// <param name="http">Shared, not disposed; without a timeout below that of <paramref name="options"/>.</param>
/// <param name="url">Up to and with <c>/v1</c>.</param>
/// <param name="model">What it is called there.</param>
/// <param name="key">The bearer token; never logged.</param>
public sealed class JudgeClient(HttpClient http, Uri url, string model, string? key = null, JudgeOptions? options = null, TimeProvider? time = null, ILogger? log = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly EngineAddress _judge = new(url, key, model);
    private readonly JudgeOptions _options = options ?? new JudgeOptions();
    private readonly ServiceCall _call = new("judge", new Patience((options ?? new JudgeOptions()).Timeout, Attempts: 3, Pause, LongestPause), time, log);

    /// <summary>The port for one question.</summary>
    /// <param name="template">The question: its messages.</param>
    public IJudge For(ChatRequest template) => new QuestionJudge(this, template.Messages ?? []);

    /// <summary>The port to whether answers to one question are right.</summary>
    /// <param name="question">As the chains were asked it.</param>
    /// <param name="reference">What is right, where that is known.</param>
    public IChecker CheckerFor(string question, string? reference) => new RightnessJudge(this, question, reference);

    /// <returns>What the model said and the tokens it took, or why it said nothing.</returns>
    internal async Task<(string? Said, int Tokens, string? Failure)> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellation)
    {
        var request = new ChatRequest { Model = _judge.Model, Messages = messages, Temperature = 0, MaxTokens = _options.MaxTokens };
        var (answer, failure) = await _call.AskAsync(_ => _judge, (judge, enough) => new OpenAiClient(http, judge.Url, judge.Key).ChatAsync(request, enough), cancellation);
        return (answer?.Choices is [var choice, ..] ? choice.Message?.Content : null, Math.Max(0, answer?.Usage?.CompletionTokens ?? 0), failure);
    }
}

/// <summary>How much a judge may say, and for how long.</summary>
public sealed record JudgeOptions
{
    /// <summary>For one comparison, every further attempt included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of one comparison, its thinking included.</summary>
    public int MaxTokens { get; init; } = 2048;
}
