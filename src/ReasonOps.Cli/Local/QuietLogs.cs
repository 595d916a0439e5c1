using Microsoft.Extensions.Logging;

namespace ReasonOps.Cli.Local;

/// <summary>For commands whose output people read: warnings and worse, on standard error.</summary>
public static class QuietLogs
{
    public static void Configure(ILoggingBuilder logging) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
