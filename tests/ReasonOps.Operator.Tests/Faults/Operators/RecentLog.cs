using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ReasonOps.Operator.Tests.Faults.Operators;

/// <summary>What an operator logged last, for the failure of a test.</summary>
internal sealed class RecentLog : ILoggerProvider
{
    private const int Most = 60;
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
        // Lines outlive the operator.
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > Most) _lines.TryDequeue(out _);
    }

    private sealed class Writer(RecentLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Add($"  {logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
        }
    }
}
