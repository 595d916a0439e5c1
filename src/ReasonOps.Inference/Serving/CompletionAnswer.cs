using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Completions;

namespace ReasonOps.Inference.Serving;

/// <summary>A generation as plain text.</summary>
internal sealed class CompletionAnswer(
    Generation generation, CompletionRequest request, Stops stops, CompletionResponse head, CharacterTokenizer tokenizer)
    : Answer<CompletionResponse, CompletionChoice>(generation, stops, OpenAiJson.Default.CompletionResponse)
{
    private readonly string _echoed = request.Echo == true ? request.Prompt! : "";

    /// <summary>Of each choice, the length of the tokens whose places were told.</summary>
    private readonly int[] _told = new int[generation.Request.Count];

    protected override CompletionResponse Response(IReadOnlyList<CompletionChoice> choices, Usage? usage) => head with { Choices = choices, Usage = usage };

    protected override CompletionChoice Whole(Choice choice) => Of(choice, _echoed + choice.Content, 0);

    protected override CompletionChoice Delta(Choice choice, string? reasoning, string? content) =>
        Of(choice, (choice.Tokens.Count == 1 ? _echoed : "") + content, choice.Tokens.Count - 1);

    /// <param name="choice">All of it so far.</param>
    /// <param name="text">The part to send.</param>
    /// <param name="from">The first of its tokens to send.</param>
    private CompletionChoice Of(Choice choice, string text, int from) => new()
    {
        Index = choice.Index,
        Text = text,
        FinishReason = choice.FinishReason,
        Logprobs = request.Logprobs is null ? null : Logprobs(choice.Tokens[from..], ref _told[choice.Index]),
        TokenIds = request.ReturnTokenIds == true ? [.. choice.Tokens[from..].Select(token => token.Sample.Token)] : null,
    };

    private CompletionLogprobs Logprobs(List<ChainToken> tokens, ref int told)
    {
        var offset = told;
        var logprobs = new CompletionLogprobs
        {
            Tokens = [.. tokens.Select(token => tokenizer.Text(token.Sample.Token))],
            TokenLogprobs = [.. tokens.Select(token => (double?)token.Sample.Logprob)],
            TopLogprobs = [.. tokens.Select(token => token.Sample.Top?.ToDictionary(top => tokenizer.Text(top.Token), top => (double)top.Logprob))],
            TextOffset = [.. tokens.Select(token => (offset += token.Text.Length) - token.Text.Length)],
        };
        told = offset;
        return logprobs;
    }
}
