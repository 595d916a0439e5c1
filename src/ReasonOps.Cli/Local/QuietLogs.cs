using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ReasonOps.Cli.Local;

/// <summary>For commands whose output people read: warnings and worse, on standard error.</summary>
public static class QuietLogs
{
    public static void Configure(ILoggingBuilder logging) => logging
        .ClearProviders()
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
