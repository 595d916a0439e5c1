using Microsoft.Extensions.Logging;

namespace ReasonOps.Inference.Scheduling;

public sealed partial class Engine
{
    [LoggerMessage(LogLevel.Critical, "The engine failed; all its chains are lost")]
    private static partial void Failed(ILogger log, Exception exception);
}
