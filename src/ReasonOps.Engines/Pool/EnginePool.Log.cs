using Microsoft.Extensions.Logging;

namespace ReasonOps.Engines.Pool;

public sealed partial class EnginePool
{
    [LoggerMessage(1, LogLevel.Information, "Engine {Engine} is ready")]
    private partial void LogReady(string engine);

    [LoggerMessage(2, LogLevel.Warning, "Engine {Engine} is down: {Reason}")]
    private partial void LogDown(string engine, string reason);

    [LoggerMessage(3, LogLevel.Information, "Engine {Engine} is no longer listed and drains {Chains} chains")]
    private partial void LogDraining(string engine, int chains);

    [LoggerMessage(4, LogLevel.Warning, "The engines' name {Host} does not resolve, known engines are kept: {Reason}")]
    private partial void LogUnresolved(string host, string reason);

    [LoggerMessage(5, LogLevel.Error, "Engine {Engine} is not trusted any more and drains {Chains} chains: {Reason}. Look at its accelerator, and replace it")]
    private partial void LogSuspect(string engine, string reason, int chains);
}
