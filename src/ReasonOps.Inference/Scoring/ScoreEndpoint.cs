using Microsoft.AspNetCore.Http;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Scores;
using ReasonOps.OpenAi.Serving;
using ReasonOps.OpenAi;

namespace ReasonOps.Inference.Scoring;

/// <summary><c>POST /v1/score</c>.</summary>
internal sealed class ScoreEndpoint(Scorer scorer, ScorerServerOptions options, TimeProvider time)
{
    public async Task Handle(HttpContext context)
    {
        var request = await RequestReader.ReadAsync(
            context.Request.BodyReader, OpenAiJson.Default.ScoreRequest, EngineServer.MaxBodyBytes, context.RequestAborted);
        Parameters.Model(request.Model, options.ModelName);
        var items = ScoreTexts.Of(scorer.Folder, request);
        RewardText[] texts = [.. items.Where(item => item.Text is not null).Select(item => item.Text!)];
        var scores = new Queue<double[]>(await ScoreAsync(texts, context.RequestAborted));
        await JsonAnswer.WriteAsync(context, new ScoreResponse
        {
            Model = options.ModelName,
            Kind = request.Kind,
            Data = [.. items.Select((item, i) => new ItemScores { Index = i, Scores = item.Text is null ? [] : scores.Dequeue(), Error = item.Error })],
            Usage = Usage(texts.Sum(text => text.Tokens.Length)),
        }, OpenAiJson.Default.ScoreResponse);
    }

    private async Task<double[][]> ScoreAsync(RewardText[] texts, CancellationToken aborted)
    {
        using var late = new CancellationTokenSource(options.Deadline, time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(aborted, late.Token);
        try
        {
            return await scorer.ScoreAsync(texts, enough.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw ApiException.DeadlineExceeded($"{texts.Length} chains were not scored within {options.Deadline.TotalSeconds:0.#} s; {scorer.Waiting} requests wait");
        }
        catch (Exception e) when (e is ScorerBusyException or ScorerStoppedException)
        {
            throw ApiException.Unavailable(e.Message, TimeSpan.FromSeconds(1), e);
        }
    }

    private static ScoreUsage Usage(int tokens) => new() { PromptTokens = tokens, TotalTokens = tokens };
}
