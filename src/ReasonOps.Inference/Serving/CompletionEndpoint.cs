using Microsoft.AspNetCore.Http;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Completions;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Serving;

/// <summary><c>POST /v1/completions</c>: the prompt as it stands, no template, no thinking apart.</summary>
internal sealed class CompletionEndpoint(Engine engine, EngineServerOptions options, TimeProvider time)
{
    public async Task Handle(HttpContext context)
    {
        var request = await RequestReader.ReadAsync(
            context.Request.BodyReader, OpenAiJson.Default.CompletionRequest, EngineServer.MaxBodyBytes, context.RequestAborted);
        var stops = Parameters.Stops(request.Stop);
        var head = new CompletionResponse
        {
            Id = $"cmpl-{context.TraceIdentifier}",
            Object = CompletionResponse.Kind,
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Model = options.ModelName,
        };
        var generation = Submissions.Submit(engine, Generation(request));
        await new CompletionAnswer(generation, request, stops, head, engine.Model.Tokenizer).Write(context, request.Stream, request.StreamOptions);
    }

    private GenerationRequest Generation(CompletionRequest request)
    {
        Parameters.Model(request.Model, options.ModelName);
        if (string.IsNullOrEmpty(request.Prompt)) throw ApiException.InvalidRequest("prompt", "prompt is missing; a text is needed");
        if (request is { Echo: true, Logprobs: not null })
            throw ApiException.InvalidRequest("logprobs", "logprobs with echo would need those of the prompt, which are not computed; leave one of them out");
        var prompt = Parameters.Encode(engine.Model.Tokenizer, "prompt", request.Prompt);
        return new GenerationRequest
        {
            Prompt = prompt,
            Phase = ChainPhase.Plain,
            Count = Parameters.Count(request.N),
            Seed = request.Seed ?? Submissions.FreshSeed(),
            Sampling = Parameters.Sampling(request.Temperature, request.TopP, request.TopK, "logprobs", request.Logprobs),
            MaxTokens = Parameters.MaxTokens("max_tokens", request.MaxTokens, "prompt", prompt.Length, engine.Longest),
        };
    }
}
