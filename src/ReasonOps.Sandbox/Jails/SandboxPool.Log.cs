using Microsoft.Extensions.Logging;

namespace ReasonOps.Sandbox.Jails;

public sealed partial class SandboxPool
{
    [LoggerMessage(1, LogLevel.Warning, "A place broke and is made anew")]
    private partial void LogBroken(Exception failure);
}
