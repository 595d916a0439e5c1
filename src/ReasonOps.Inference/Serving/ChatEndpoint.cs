using Microsoft.AspNetCore.Http;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Inference.Serving;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(Engine engine, EngineServerOptions options, TimeProvider time)
{
    public async Task Handle(HttpContext context)
    {
        var request = await RequestReader.ReadAsync(
            context.Request.BodyReader, OpenAiJson.Default.ChatRequest, EngineServer.MaxBodyBytes, context.RequestAborted);
        var stops = Parameters.Stops(request.Stop, request.IncludeStopStrInOutput);
        var head = new ChatResponse
        {
            Id = $"chatcmpl-{context.TraceIdentifier}",
            Object = request.Stream == true ? ChatResponse.Chunk : ChatResponse.Whole,
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Model = options.ModelName,
            SystemFingerprint = engine.Model.Fingerprint,
        };
        var generation = Submissions.Submit(engine, Generation(request));
        await new ChatAnswer(generation, request, stops, head, engine.Model.Tokenizer).Write(context, request.Stream, request.StreamOptions);
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
            Sampling = Parameters.Sampling(request.Temperature, request.TopP, request.TopK, "top_logprobs", Parameters.ChatLogprobs(request)),
            MaxTokens = Parameters.MaxTokens(field, limit, "messages", prompt.Length, engine.Longest),
            ThinkingBudget = Parameters.Budget(request.ThinkingTokenBudget),
        };
    }
}
