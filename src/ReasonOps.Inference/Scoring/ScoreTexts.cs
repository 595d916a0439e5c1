using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.Inference.Scoring;

/// <summary>
/// A request as texts for the model. What is missing or contradicts itself refuses the request; a chain that this model cannot read
/// is refused alone.
/// </summary>
internal sealed class ScoreTexts
{
    public const int MaxItems = 256;

    private readonly RewardModelFolder _model;
    private readonly int[] _question;
    private readonly bool _outcome;
    private readonly int _head;

    /// <exception cref="ApiException">400 naming the field.</exception>
    private ScoreTexts(RewardModelFolder model, ScoreRequest request)
    {
        _model = model;
        _head = Head(model.Config.Rewards, request.Kind);
        _outcome = request.Kind == ScoreRequest.Outcome;
        _question = ChatPrompt.Question(request.Messages, model.Config.Chat, model.Tokenizer);
        if (_question.Length >= model.Config.Context)
            throw ApiException.InvalidRequest("messages", $"messages: the question has {_question.Length} tokens; with a chain it may have {model.Config.Context} here");
    }

    /// <returns>One an item, in their order: its text, or why it has none.</returns>
    /// <exception cref="ApiException">400 naming the field.</exception>
    public static IReadOnlyList<(RewardText? Text, ApiError? Error)> Of(RewardModelFolder model, ScoreRequest request)
    {
        var texts = new ScoreTexts(model, request);
        var items = request.Items ?? throw ApiException.InvalidRequest("items", "items is missing; the chains to be scored are needed");
        if (items.Count is 0 or > MaxItems) throw ApiException.InvalidRequest("items", $"items holds {items.Count}; it must hold 1 to {MaxItems}");
        return [.. items.Select((item, i) => texts.Of($"items[{i}]", item))];
    }

    private static int Head(IReadOnlyList<string> rewards, string? kind)
    {
        for (var i = 0; i < rewards.Count; i++)
        {
            if (rewards[i] == kind) return i;
        }
        throw ApiException.InvalidRequest("kind", $"kind is {(kind is null ? "missing" : $"\"{kind}\"")}; it must be {string.Join(" or ", rewards)} here");
    }

    private (RewardText? Text, ApiError? Error) Of(string field, ScoreItem? item)
    {
        if (item is null) throw ApiException.InvalidRequest(field, $"{field} is null; it must be an object with reasoning or steps");
        var steps = Steps(field, item);
        var reasoning = steps is null ? item.Reasoning ?? "" : string.Concat(steps);
        if (_outcome && string.IsNullOrEmpty(item.Content))
            throw ApiException.InvalidRequest($"{field}.content", $"{field}.content is {(item.Content is null ? "missing" : "empty")}; an outcome is of an answer");
        if (!_outcome && reasoning.Length == 0)
            throw ApiException.InvalidRequest($"{field}.steps", $"{field} has neither reasoning nor steps; a process reward is of steps");
        try
        {
            return (_outcome ? Outcome(field, reasoning, item.Content!) : Process(field, reasoning, steps), null);
        }
        catch (ApiException unreadable)
        {
            return (null, unreadable.Error);
        }
    }

    private static IReadOnlyList<string>? Steps(string field, ScoreItem item)
    {
        if (item.Steps is not { Count: > 0 } steps) return null;
        for (var i = 0; i < steps.Count; i++)
        {
            if (string.IsNullOrEmpty(steps[i])) throw ApiException.InvalidRequest($"{field}.steps[{i}]", $"{field}.steps[{i}] is {(steps[i] is null ? "null" : "empty")}; a step has a text");
        }
        return item.Reasoning is not { } reasoning || reasoning == string.Concat(steps)
            ? steps
            : throw ApiException.InvalidRequest($"{field}.steps", $"{field}.steps put together are not its reasoning; leave one of them out, or send the same text");
    }

    private RewardText Outcome(string field, string reasoning, string content)
    {
        int[] tokens = [.. _question, .. Encode($"{field}.reasoning", reasoning), _model.EndOfThinking, .. Encode($"{field}.content", content), _model.EndOfAnswer];
        return Fitting(field, new RewardText(tokens, _head, [tokens.Length - 1]));
    }

    private RewardText Process(string field, string reasoning, IReadOnlyList<string>? steps)
    {
        int[] tokens = [.. _question, .. Encode($"{field}.reasoning", reasoning)];
        return Fitting(field, new RewardText(tokens, _head, steps is null ? OwnEnds(tokens) : Ends(steps)));
    }

    /// <summary>One token a character, so a step ends where its text does.</summary>
    private int[] Ends(IReadOnlyList<string> steps)
    {
        var behind = _question.Length;
        return [.. steps.Select(step => (behind += step.Length) - 1)];
    }

    private int[] OwnEnds(int[] tokens) =>
        [.. Enumerable.Range(_question.Length, tokens.Length - _question.Length).Where(i => tokens[i] == _model.StepEnd || i == tokens.Length - 1)];

    private int[] Encode(string field, string text)
    {
        var tokens = Parameters.Encode(_model.Tokenizer, field, text);
        var mark = Array.FindIndex(tokens, token => token == _model.EndOfThinking || token == _model.EndOfAnswer);
        return mark < 0 ? tokens : throw ApiException.InvalidRequest(field, $"{field} holds \"{text[mark]}\", which ends this model's thinking or answer; leave it out");
    }

    private RewardText Fitting(string field, RewardText text) => text.Tokens.Length <= _model.Config.Context
        ? text
        : throw ApiException.InvalidRequest(field, $"{field} has {text.Tokens.Length} tokens with its question; this model reads {_model.Config.Context}");
}
