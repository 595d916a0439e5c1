using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ReasonOps.Cli.Local;

/// <summary>Where the logs of a command go.</summary>
public static class Logs
{
    /// <summary>For commands whose output people read: warnings and worse, on standard error.</summary>
    public static void ForPeople(ILoggingBuilder logging) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Warning)
        .WithoutHost()
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>For servers: JSON lines on standard output.</summary>
    public static void ForPrograms(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddFilter("Microsoft", LogLevel.Warning)
        .WithoutHost()
        .AddJsonConsole();

    /// <summary>A host that cannot start logs the exception it throws, stack trace and all; it is told once, by the command.</summary>
    private static ILoggingBuilder WithoutHost(this ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
}
