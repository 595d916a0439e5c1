using Microsoft.Extensions.Logging;

namespace ReasonOps.Inference.Serving;

internal sealed partial class ErrorResponses
{
    [LoggerMessage(LogLevel.Debug, "A client left; its chains are freed")]
    private static partial void ClientLeft(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Error, "A request failed")]
    private static partial void Failed(ILogger log, Exception exception);
}
