using System.Text;
using Microsoft.AspNetCore.Http;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.Inference.Serving;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(Engine engine, EngineServerOptions options, TimeProvider time)
{
    public async Task Handle(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var request = await RequestReader.ReadAsync(context.Request.BodyReader, OpenAiJson.Default.ChatRequest, EngineServer.MaxBodyBytes, cancellation);
        var stops = Parameters.Stops(request.Stop);
        var generation = Submissions.Submit(engine, Generation(request));
        using var abort = cancellation.Register(generation.Cancel);
        var head = new ChatResponse { Id = $"chatcmpl-{context.TraceIdentifier}", Created = time.GetUtcNow().ToUnixTimeSeconds(), Model = options.ModelName };
        var choices = Enumerable.Range(0, generation.Request.Count).Select(index => new Choice(index, stops)).ToArray();
        if (request.Stream == true) await Stream(context, request, generation, choices, head with { Object = ChatResponse.Chunk });
        else await Whole(context, request, generation, choices, head with { Object = ChatResponse.Whole });
    }

    private GenerationRequest Generation(ChatRequest request)
    {
        Parameters.Model(request.Model, options.ModelName);
        var (prompt, phase) = ChatPrompt.Of(request, engine.Model);
        var (field, limit) = request.MaxCompletionTokens is { } tokens ? ("max_completion_tokens", tokens) : ("max_tokens", request.MaxTokens);
        return new GenerationRequest
        {
            Prompt = prompt,
            Phase = phase,
            Count = Parameters.Count(request.N),
            Seed = request.Seed ?? Submissions.FreshSeed(),
            Sampling = Parameters.Sampling(request.Temperature, request.TopP, request.TopK, "top_logprobs", request.Logprobs == true ? request.TopLogprobs ?? 0 : null),
            MaxTokens = Parameters.MaxTokens(field, limit, prompt.Length, engine.Longest),
            ThinkingBudget = Parameters.Budget(request.ThinkingTokenBudget),
        };
    }

    private async Task Whole(HttpContext context, ChatRequest request, Generation generation, Choice[] choices, ChatResponse head)
    {
        await foreach (var tokens in Submissions.Steps(generation, context.RequestAborted))
        {
            foreach (var token in tokens) Submissions.Accept(generation, choices[token.Chain], token);
        }
        var response = head with
        {
            Choices = [.. choices.Select(choice => new ChatChoice
            {
                Index = choice.Index,
                Message = new ChatMessage { Role = "assistant", Content = choice.Content.ToString(), Reasoning = choice.Reasoning.ToString() },
                FinishReason = choice.FinishReason,
                Logprobs = request.Logprobs == true ? Logprobs(choice.Tokens) : null,
                TokenIds = request.ReturnTokenIds == true ? [.. choice.Tokens.Select(token => token.Sample.Token)] : null,
            })],
            Usage = Submissions.UsageOf(generation, choices),
        };
        await EngineServer.WriteJson(context, response, OpenAiJson.Default.ChatResponse);
    }

    private async Task Stream(HttpContext context, ChatRequest request, Generation generation, Choice[] choices, ChatResponse head)
    {
        context.Response.ContentType = SseWriter.ContentType;
        using var writer = new SseWriter(context.Response.BodyWriter);
        await foreach (var tokens in Submissions.Steps(generation, context.RequestAborted))
        {
            // One chunk a step, with a delta for every chain that moved.
            var deltas = tokens.Where(token => choices[token.Chain].FinishReason is null)
                .Select(token => Delta(request, generation, choices[token.Chain], token)).ToArray();
            if (deltas.Length == 0) continue;
            writer.Write(head with { Choices = deltas }, OpenAiJson.Default.ChatResponse);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        if (request.StreamOptions?.IncludeUsage == true)
            writer.Write(head with { Usage = Submissions.UsageOf(generation, choices) }, OpenAiJson.Default.ChatResponse);
        writer.WriteDone();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private ChatChoice Delta(ChatRequest request, Generation generation, Choice choice, in ChainToken token)
    {
        var isFirst = choice.Tokens.Count == 0;
        var (reasoning, content) = Submissions.Accept(generation, choice, token);
        return new ChatChoice
        {
            Index = choice.Index,
            Delta = new ChatMessage { Role = isFirst ? "assistant" : null, Reasoning = reasoning, Content = content },
            FinishReason = choice.FinishReason,
            Logprobs = request.Logprobs == true ? Logprobs([token]) : null,
            TokenIds = request.ReturnTokenIds == true ? [token.Sample.Token] : null,
        };
    }

    private ChoiceLogprobs Logprobs(IEnumerable<ChainToken> tokens) => new()
    {
        Content = [.. tokens.Select(token => Logprob(token.Sample.Token, token.Sample.Logprob) with
        {
            TopLogprobs = [.. (token.Sample.Top ?? []).Select(top => Logprob(top.Token, top.Logprob))],
        })],
    };

    private TokenLogprob Logprob(int token, float logprob)
    {
        var text = engine.Model.Tokenizer.Text(token);
        return new TokenLogprob { Token = text, Logprob = logprob, Bytes = [.. Encoding.UTF8.GetBytes(text)] };
    }
}
