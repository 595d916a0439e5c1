using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Judging;

namespace ReasonOps.Engines.Judging;

/// <summary>A second model that compares answers, by the API of OpenAI.</summary>
/// <param name="http">Shared, not disposed; without a timeout below that of <paramref name="options"/>.</param>
/// <param name="url">Up to and with <c>/v1</c>.</param>
/// <param name="model">What it is called there.</param>
/// <param name="key">The bearer token; never logged.</param>
public sealed class JudgeClient(HttpClient http, Uri url, string model, string? key = null, JudgeOptions? options = null, TimeProvider? time = null)
{
    private readonly OpenAiClient _client = new(http, url, key);
    private readonly JudgeOptions _options = options ?? new JudgeOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The port for one question.</summary>
    /// <param name="template">The question: its messages.</param>
    public IJudge For(ChatRequest template) => new QuestionJudge(this, template.Messages ?? []);

    /// <returns>What the model said and the tokens it took, or why it said nothing.</returns>
    internal async Task<(string? Said, int Tokens, string? Failure)> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var request = new ChatRequest { Model = model, Messages = messages, Temperature = 0, MaxTokens = _options.MaxTokens };
        try
        {
            var answer = await _client.ChatAsync(request, enough.Token);
            return (answer.Choices is [var choice, ..] ? choice.Message?.Content : null, answer.Usage?.CompletionTokens ?? 0, null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, 0, $"the judge did not answer within {_options.Timeout.TotalSeconds:0.#} s");
        }
        catch (ApiException refusal)
        {
            return (null, 0, $"the judge answered {refusal.Status}: {refusal.Message}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (null, 0, $"the judge could not be asked: {failure.Message}");
        }
    }
}

/// <summary>How much a judge may say, and for how long.</summary>
public sealed record JudgeOptions
{
    /// <summary>For one comparison.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of one comparison, its thinking included.</summary>
    public int MaxTokens { get; init; } = 2048;
}
