using Microsoft.AspNetCore.Http;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Completions;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.Inference.Serving;

/// <summary><c>POST /v1/completions</c>: the prompt as it stands, no template, no thinking apart.</summary>
internal sealed class CompletionEndpoint(Engine engine, EngineServerOptions options, TimeProvider time)
{
    public async Task Handle(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var request = await RequestReader.ReadAsync(context.Request.BodyReader, OpenAiJson.Default.CompletionRequest, EngineServer.MaxBodyBytes, cancellation);
        var stops = Parameters.Stops(request.Stop);
        var generation = Submissions.Submit(engine, Generation(request));
        using var abort = cancellation.Register(generation.Cancel);
        var head = new CompletionResponse
        {
            Id = $"cmpl-{context.TraceIdentifier}", Object = CompletionResponse.Kind,
            Created = time.GetUtcNow().ToUnixTimeSeconds(), Model = options.ModelName,
        };
        var choices = Enumerable.Range(0, generation.Request.Count).Select(index => new Choice(index, stops)).ToArray();
        if (request.Stream == true) await Stream(context, request, generation, choices, head);
        else await Whole(context, request, generation, choices, head);
    }

    private GenerationRequest Generation(CompletionRequest request)
    {
        Parameters.Model(request.Model, options.ModelName);
        if (string.IsNullOrEmpty(request.Prompt)) throw ApiException.InvalidRequest("prompt", "prompt is missing; a text is needed");
        var prompt = Parameters.Encode(engine.Model, "prompt", request.Prompt);
        return new GenerationRequest
        {
            Prompt = prompt,
            Phase = ChainPhase.Plain,
            Count = Parameters.Count(request.N),
            Seed = request.Seed ?? Submissions.FreshSeed(),
            Sampling = Parameters.Sampling(request.Temperature, request.TopP, request.TopK, "logprobs", request.Logprobs),
            MaxTokens = Parameters.MaxTokens("max_tokens", request.MaxTokens, prompt.Length, engine.Longest),
        };
    }

    private async Task Whole(HttpContext context, CompletionRequest request, Generation generation, Choice[] choices, CompletionResponse head)
    {
        await foreach (var tokens in Submissions.Steps(generation, context.RequestAborted))
        {
            foreach (var token in tokens) Submissions.Accept(generation, choices[token.Chain], token);
        }
        var response = head with
        {
            Choices = [.. choices.Select(choice => ChoiceOf(request, choice, Echoed(request) + choice.Content, choice.Tokens))],
            Usage = Submissions.UsageOf(generation, choices),
        };
        await EngineServer.WriteJson(context, response, OpenAiJson.Default.CompletionResponse);
    }

    private async Task Stream(HttpContext context, CompletionRequest request, Generation generation, Choice[] choices, CompletionResponse head)
    {
        context.Response.ContentType = SseWriter.ContentType;
        using var writer = new SseWriter(context.Response.BodyWriter);
        await foreach (var tokens in Submissions.Steps(generation, context.RequestAborted))
        {
            var deltas = tokens.Where(token => choices[token.Chain].FinishReason is null)
                .Select(token => Delta(request, generation, choices[token.Chain], token)).ToArray();
            if (deltas.Length == 0) continue;
            writer.Write(head with { Choices = deltas }, OpenAiJson.Default.CompletionResponse);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        if (request.StreamOptions?.IncludeUsage == true)
            writer.Write(head with { Usage = Submissions.UsageOf(generation, choices) }, OpenAiJson.Default.CompletionResponse);
        writer.WriteDone();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private CompletionChoice Delta(CompletionRequest request, Generation generation, Choice choice, in ChainToken token)
    {
        var echoed = choice.Tokens.Count == 0 ? Echoed(request) : "";
        return ChoiceOf(request, choice, echoed + Submissions.Accept(generation, choice, token).Content, [token]);
    }

    private CompletionChoice ChoiceOf(CompletionRequest request, Choice choice, string text, IReadOnlyList<ChainToken> tokens) => new()
    {
        Index = choice.Index,
        Text = text,
        FinishReason = choice.FinishReason,
        Logprobs = request.Logprobs is null ? null : Logprobs(tokens),
        TokenIds = request.ReturnTokenIds == true ? [.. tokens.Select(token => token.Sample.Token)] : null,
    };

    private CompletionLogprobs Logprobs(IReadOnlyList<ChainToken> tokens) => new()
    {
        Tokens = [.. tokens.Select(token => engine.Model.Tokenizer.Text(token.Sample.Token))],
        TokenLogprobs = [.. tokens.Select(token => (double?)token.Sample.Logprob)],
        TopLogprobs = [.. tokens.Select(token => token.Sample.Top?.ToDictionary(top => engine.Model.Tokenizer.Text(top.Token), top => (double)top.Logprob))],
        TextOffset = [.. tokens.Select((_, place) => tokens.Take(place).Sum(before => before.Text.Length))],
    };

    private static string Echoed(CompletionRequest request) => request.Echo == true ? request.Prompt! : "";
}
