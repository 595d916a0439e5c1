using ReasonOps.OpenAi.Chat;

namespace ReasonOps.OpenAi.Completions;

/// <summary>A whole answer, or a chunk of a stream whose texts are to be joined; the shape is the same.</summary>
public sealed record CompletionResponse
{
    public const string Kind = "text_completion";

    public string? Id { get; init; }
    public string? Object { get; init; }
    public long Created { get; init; }
    public string? Model { get; init; }
    public IReadOnlyList<CompletionChoice> Choices { get; init => field = PresentItems.Of(value); } = [];
    public Usage? Usage { get; init; }
}

public sealed record CompletionChoice
{
    public int Index { get; init; }
    public string Text { get; init => field = value ?? ""; } = "";
    public CompletionLogprobs? Logprobs { get; init; }

    /// <summary><c>stop</c>, <c>length</c>, or absent while the choice goes on.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Sent where the request set <c>return_token_ids</c>.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }
}

/// <summary>Four lists of one length, an entry a token.</summary>
public sealed record CompletionLogprobs
{
    public IReadOnlyList<string> Tokens { get; init => field = value ?? []; } = [];

    /// <summary>Null for a token that had nothing before it.</summary>
    public IReadOnlyList<double?> TokenLogprobs { get; init => field = value ?? []; } = [];
    public IReadOnlyList<IReadOnlyDictionary<string, double>?>? TopLogprobs { get; init; }

    /// <summary>Where each token starts in the text, in UTF-16 units.</summary>
    public IReadOnlyList<int> TextOffset { get; init => field = value ?? []; } = [];
}
