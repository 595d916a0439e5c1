using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ReasonOps.Ledger.Records;

namespace ReasonOps.Ledger.Stores;

/// <summary>
/// A shared store, and a local one that takes the records while the shared one is away and hands them on when it is back. A record
/// may come to the shared store twice or late; its own rules make that harmless.
/// </summary>
public sealed partial class SpooledStore(IUsageStore shared, SqlUsageStore spool, TimeProvider time, ILogger log) : IUsageStore
{
    private const int MostAtOnce = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile bool _away;

    /// <summary>The shared store is away: records are kept here.</summary>
    public bool IsAway => _away;

    public async Task WriteAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        if (!_away && await TryAsync(() => shared.WriteAsync(records, cancellation), cancellation)) return;
        await spool.WriteAsync(records, cancellation);
    }

    public async Task<IReadOnlyList<UsageRecord>> OpenRecordsAsync(string gateway, CancellationToken cancellation)
    {
        var there = await shared.OpenRecordsAsync(gateway, cancellation);
        var here = await spool.OpenRecordsAsync(gateway, cancellation);
        return [.. there.Concat(here).DistinctBy(record => record.Id)];
    }

    public Task<UsagePage> ReadAsync(UsageQuery query, CancellationToken cancellation) => shared.ReadAsync(query, cancellation);

    /// <summary>Hands records on whenever there are any, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            await HandOnAllAsync(cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await shared.DisposeAsync();
        await spool.DisposeAsync();
    }

    private async Task HandOnAllAsync(CancellationToken cancellation)
    {
        try
        {
            while (await HandOnAsync(cancellation)) { }
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogKept(failure.Message);
        }
    }

    /// <returns>There is more to hand on, and it may be tried at once.</returns>
    private async Task<bool> HandOnAsync(CancellationToken cancellation)
    {
        var some = await spool.SomeAsync(MostAtOnce, cancellation);
        // Without any record it is asked all the same: whether it is back has to be found out.
        if (some.Count == 0 && !_away) return false;
        if (!await TryAsync(() => shared.WriteAsync(some, cancellation), cancellation)) return false;
        await spool.ForgetAsync(some, cancellation);
        if (_away) LogBack();
        _away = false;
        return some.Count == MostAtOnce;
    }

    private async Task<bool> TryAsync(Func<Task> write, CancellationToken cancellation)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && IsAbsence(failure))
        {
            if (!_away) LogAway(failure.Message);
            _away = true;
            return false;
        }
    }

    private static bool IsAbsence(Exception failure) => failure is DbException or TimeoutException or SocketException or IOException or OperationCanceledException;

    [LoggerMessage(1, LogLevel.Error, "The ledger's database is away, records are kept here until it is back: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(3, LogLevel.Error, "Usage records that wait here cannot be handed on yet: {Reason}")]
    private partial void LogKept(string reason);

    [LoggerMessage(2, LogLevel.Information, "The ledger's database is back and has every record")]
    private partial void LogBack();
}
