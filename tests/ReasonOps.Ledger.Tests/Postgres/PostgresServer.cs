using System.Diagnostics;
using Npgsql;

namespace ReasonOps.Ledger.Tests.Postgres;

/// <summary>A PostgreSQL of its own, on a socket in a temporary folder, under a user that is not root; it and its folder go with it.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A socket's path has room for a hundred characters.
    private readonly string _folder = Path.Combine("/tmp", $"reasonops-pg-{Guid.NewGuid():N}"[..24]);
    private Process? _server;

    private static string Binaries => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order().LastOrDefault() ?? Missing()
        : Missing();

    public string Connection => $"Host={_folder};Username={User};Database=postgres";

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", User, _folder);
        await RunAsync("initdb", "-D", Path.Combine(_folder, "data"), "-A", "trust", "-U", User, "--no-sync", "-E", "UTF8", "--locale=C");
        await StartAsync();
    }

    public async Task StartAsync()
    {
        _server = Start("postgres", "-D", Path.Combine(_folder, "data"), "-k", _folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB");
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.True(clock.Elapsed < Patience && !_server.HasExited, $"PostgreSQL does not start: {await File.ReadAllTextAsync(Log)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Stops at once; what it holds stays.</summary>
    public async Task StopAsync()
    {
        if (_server is null) return;
        // SIGQUIT: it ends with all its processes, as after a crash.
        await RunAsync("kill", "-QUIT", $"{_server.Id}");
        using var late = new CancellationTokenSource(Patience);
        await _server.WaitForExitAsync(late.Token);
        _server.Dispose();
        _server = null;
    }

    /// <summary>An empty database's connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"d{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"Host={_folder};Username={User};Database={name}";
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string Log => Path.Combine(_folder, "log");

    private static string Missing() => throw new InvalidOperationException("PostgreSQL is not installed; make test installs it (apt-get install postgresql)");

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {(File.Exists(Log) ? await File.ReadAllTextAsync(Log) : "")}");
    }

    /// <summary>PostgreSQL refuses to run as root; its programs run as its user then. <c>exec</c> keeps the process that was started the server itself.</summary>
    private Process Start(string program, params string[] arguments)
    {
        var path = program is "initdb" or "postgres" ? Path.Combine(Binaries, program) : program;
        string[] line = Environment.IsPrivilegedProcess && path != program
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        var shell = new ProcessStartInfo("/bin/sh", ["-c", $"cd {_folder} && exec \"$@\" >>{Log} 2>&1", "sh", .. line]);
        return Process.Start(shell)!;
    }
}
