using Microsoft.Extensions.Logging;

namespace ReasonOps.Inference.Scoring;

public sealed partial class Scorer
{
    [LoggerMessage(LogLevel.Error, "The reward model failed; the requests that it read together are told")]
    private static partial void Failed(ILogger log, Exception exception);
}
