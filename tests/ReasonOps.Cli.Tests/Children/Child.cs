using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace ReasonOps.Cli.Tests.Children;

/// <summary>The built <c>reasonops</c> as a process; killed and reaped at the latest when it is disposed.</summary>
internal sealed class Child : IAsyncDisposable
{
    // What a service keeps between runs is no business of the machine that tests it.
    private static readonly string State = Path.Combine(AppContext.BaseDirectory, "state");

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _out = [];
    private readonly ConcurrentQueue<string> _errors = [];

    private Child(IEnumerable<string> arguments, IEnumerable<string> within)
    {
        // A test run in the background of a shell hands on that interrupts are ignored.
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "env", ["--default-signal=INT,TERM", $"XDG_STATE_HOME={State}", .. within, "dotnet", Path.Combine(AppContext.BaseDirectory, "reasonops.dll"), .. arguments])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Out => string.Join('\n', _out);
    public string Errors => string.Join('\n', _errors);
    public int Id => _process.Id;
    public bool IsRunning => !_process.HasExited;

    public static Child Start(params IEnumerable<string> arguments) => new(arguments, []);

    /// <summary>Started with variables, or by another program, given with its own arguments.</summary>
    public static Child StartWithin(IEnumerable<string> program, params IEnumerable<string> arguments) => new(arguments, program);

    /// <summary>Runs it to its end.</summary>
    public static Task<Ended> RunAsync(params IEnumerable<string> arguments) => RunWithinAsync([], arguments);

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<Ended> RunWithinAsync(IEnumerable<string> program, params IEnumerable<string> arguments)
    {
        await using var child = StartWithin(program, arguments);
        var code = await child.EndAsync();
        return new Ended(code, child.Out, child.Errors);
    }

    /// <summary>The first line of its output that looks so.</summary>
    public async Task<Match> LineAsync(string pattern)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
            if (Regex.Match(line, pattern) is { Success: true } match) return match;
        throw new InvalidOperationException($"it ended without a line like {pattern}:\n{Out}\n{Errors}");
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Its exit code, with all output read.</summary>
    public async Task<int> EndAsync(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Wait.Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"it had not ended in time:\n{Out}\n{Errors}");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) _process.Kill(entireProcessTree: true);
        using var limit = new CancellationTokenSource(Wait.Limit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        Add(_out, line);
        if (line is null) _lines.Writer.TryComplete();
        else _lines.Writer.TryWrite(line);
    }

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}

internal sealed record Ended(int Code, string Out, string Errors);
