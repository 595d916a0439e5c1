using Microsoft.Extensions.Logging;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

internal sealed partial class ChatEndpoint
{
    private readonly ILogger _log = log;

    [LoggerMessage(1, LogLevel.Information,
        "Request {RequestId} of {Tenant}: {Strategy}, {Cast} of {Asked} votes, {Prompt} prompt and {Completion} completion tokens, {End}")]
    private partial void LogAnswered(
        string requestId, string tenant, string strategy, int cast, int asked, int prompt, long completion, string end);

    [LoggerMessage(2, LogLevel.Warning, "Request {RequestId} of {Tenant} ended without an answer, {End}: {Reason}")]
    private partial void LogNoAnswer(string requestId, string tenant, RunEnd end, string? reason);
}
