using Microsoft.Extensions.Logging;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Sandbox.Jails;

public sealed partial class SandboxPool
{
    [LoggerMessage(1, LogLevel.Warning, "A place broke and is made anew")]
    private partial void LogBroken(Exception failure);

    [LoggerMessage(2, LogLevel.Information, "{Mode} isolates: {Isolates}. {Layers}")]
    private partial void LogIsolation(IsolationMode mode, bool isolates, string layers);
}
