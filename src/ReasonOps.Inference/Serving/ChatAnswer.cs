using System.Text;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Inference.Serving;

/// <summary>A generation as a chat: thinking and content apart.</summary>
internal sealed class ChatAnswer(Generation generation, ChatRequest request, Stops stops, ChatResponse head, CharacterTokenizer tokenizer)
    : Answer<ChatResponse, ChatChoice>(generation, stops, OpenAiJson.Default.ChatResponse)
{
    protected override ChatResponse Response(IReadOnlyList<ChatChoice> choices, Usage? usage) => head with { Choices = choices, Usage = usage };

    protected override ChatChoice Whole(Choice choice) => Of(choice, choice.Tokens) with
    {
        Message = new ChatMessage { Role = "assistant", Content = choice.Content.ToString(), Reasoning = choice.Reasoning.ToString() },
    };

    protected override ChatChoice Delta(Choice choice, string? reasoning, string? content) => Of(choice, choice.Tokens[^1..]) with
    {
        Delta = new ChatMessage { Role = choice.Tokens.Count == 1 ? "assistant" : null, Reasoning = reasoning, Content = content },
    };

    private ChatChoice Of(Choice choice, List<ChainToken> tokens) => new()
    {
        Index = choice.Index,
        FinishReason = choice.FinishReason,
        Logprobs = request.Logprobs == true ? new ChoiceLogprobs { Content = [.. tokens.Select(Logprob)] } : null,
        TokenIds = request.ReturnTokenIds == true ? [.. tokens.Select(token => token.Sample.Token)] : null,
    };

    private TokenLogprob Logprob(ChainToken token) => Logprob(token.Sample.Token, token.Sample.Logprob) with
    {
        TopLogprobs = [.. (token.Sample.Top ?? []).Select(top => Logprob(top.Token, top.Logprob))],
    };

    private TokenLogprob Logprob(int token, float logprob)
    {
        var text = tokenizer.Text(token);
        return new TokenLogprob { Token = text, Logprob = logprob, Bytes = [.. Encoding.UTF8.GetBytes(text)] };
    }
}
