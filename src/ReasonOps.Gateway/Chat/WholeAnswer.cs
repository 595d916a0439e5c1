using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

/// <summary>An answer in one piece: <c>chat.completion</c>.</summary>
internal static class WholeAnswer
{
    public static async Task<RunResult> WriteAsync(HttpContext context, ChatCall call)
    {
        var result = await ResultAsync(call.Events, context.RequestAborted);
        await call.Settle(result);
        if (RunReport.Failure(result, call.Plan) is { } failure) throw new RunFailedException(failure, result);
        context.Response.ContentType = JsonBody.ContentType;
        JsonBody.Write(context.Response.BodyWriter, Response(call, result), OpenAiJson.Default.ChatResponse);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return result;
    }

    private static async Task<RunResult> ResultAsync(IAsyncEnumerable<RunEvent> run, CancellationToken cancellation)
    {
        await foreach (var happened in run.WithCancellation(cancellation))
            if (happened is RunEvent.Finished finished) return finished.Result;
        throw new InvalidOperationException("a run ended without a result");
    }

    private static ChatResponse Response(ChatCall call, RunResult result) => new()
    {
        Id = call.Head.Id,
        Object = ChatResponse.Whole,
        Created = call.Head.Created,
        Model = call.Head.Model,
        Choices =
        [
            new ChatChoice
            {
                Message = new ChatMessage { Role = "assistant", Content = result.Content, Reasoning = result.Reasoning },
                FinishReason = RunReport.FinishReason(result),
            },
        ],
        Usage = RunReport.UsageOf(result),
        Reasonops = RunReport.ReportOf(result, call.Plan, call.Price),
    };
}
