using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

/// <summary>An admitted request on its way to an answer: what was planned, and the run that has not begun until it is read.</summary>
internal sealed record ChatCall(AnswerHead Head, RequestPlan Plan, PriceSnapshot? Price, bool IncludeUsage, IAsyncEnumerable<RunEvent> Events)
{
    /// <summary>Awaited before the response's last words: what it took is on disk when a client knows that it is over.</summary>
    public Func<RunResult, Task> Settle { get; init; } = _ => Task.CompletedTask;
}

/// <summary>A run that ended without an answer, with what it took.</summary>
internal sealed class RunFailedException(ApiException error, RunResult result) : Exception(error.Message, error)
{
    public ApiException Error => error;
    public RunResult Result => result;
}
