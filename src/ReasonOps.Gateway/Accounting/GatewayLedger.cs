using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ReasonOps.Gateway.Chat;
using ReasonOps.Ledger;
using ReasonOps.Ledger.Live;
using ReasonOps.Ledger.Records;
using ReasonOps.Ledger.Stores;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Serving;

namespace ReasonOps.Gateway.Accounting;

/// <summary>
/// This gateway's part in the ledger: a record is open before a request's first chain, written on while it runs, and settled before its
/// response ends. What gateways that died left open is settled by those that live.
/// </summary>
internal sealed partial class GatewayLedger(GatewayOptions options, ILogger<GatewayLedger> log) : BackgroundService
{
    /// <summary>Between two words on requests that run: what a machine that dies can at most take along.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recover = TimeSpan.FromSeconds(10);

    /// <summary>For requests that were cancelled to settle, once the server has stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = log;
    private readonly TimeProvider _time = options.Time;
    private readonly ConcurrentDictionary<string, RequestUsage> _open = new();
    private readonly ConcurrentDictionary<string, UsageRecord> _told = new();
    private string _folder = "";
    private NpgsqlDataSource? _database;
    private UsageLedger? _ledger;
    private LiveFile? _live;
    private SpooledStore? _spooled;
    private int _stopped;

    public string Gateway { get; } = $"{Environment.MachineName}-{RequestId.New("")}";

    /// <summary>Null without a shared database.</summary>
    public NpgsqlDataSource? Database => _database;

    /// <summary>The shared database is away, and records wait here.</summary>
    public bool IsAway => _spooled is { IsAway: true };

    public IReadOnlyCollection<string> OpenRequests => [.. _open.Keys];

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _folder = Directory.CreateDirectory(options.LedgerFolder ?? Path.Combine(Path.GetTempPath(), $"reasonops-{Gateway}")).FullName;
        IUsageStore store = options.LedgerDatabase is { } database ? Shared(database) : SqlUsageStore.Sqlite(Path.Combine(_folder, "usage.db"));
        _ledger = new UsageLedger(store);
        if (_database is null) await store.OpenRecordsAsync(Gateway, cancellationToken);
        _live = LiveFile.Create(_folder, Gateway);
        LogOpened(_database is null ? Path.Combine(_folder, "usage.db") : "PostgreSQL", Gateway);
        await RecoverAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Not cancelled: a record that was given up halfway would stay open.</summary>
    /// <exception cref="ApiException">503: what cannot be recorded is not answered.</exception>
    public async Task<RequestUsage> OpenAsync(UsageRecord record, ChainMeter chains)
    {
        await WriteAsync(record);
        var live = _live!.Count(record.Id);
        chains.CountIn(live);
        return _open[record.Id] = new RequestUsage(record, chains, live, this);
    }

    /// <exception cref="ApiException">503.</exception>
    public async Task SettleAsync(UsageRecord record)
    {
        try
        {
            await WriteAsync(record);
        }
        catch (ApiException)
        {
            LogUnsettled(record.Id, record.Tenant, record.Tokens.Input, record.Tokens.Total - record.Tokens.Input, record.Cost, record.Outcome);
            throw;
        }
    }

    public void Closed(RequestUsage usage) => _open.TryRemove(usage.Id, out _);

    /// <exception cref="ApiException">503: the ledger's database is away.</exception>
    public async Task<UsagePage> ReadAsync(UsageQuery query, CancellationToken cancellation)
    {
        try
        {
            return await _ledger!.Store.ReadAsync(query, cancellation);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException)
        {
            throw ApiException.Unavailable("the usage ledger cannot be read now; nothing in it is lost, try again soon", TimeSpan.FromSeconds(5), failure);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A host may be stopped more than once.
        if (_ledger is null || Interlocked.Exchange(ref _stopped, 1) != 0) return;
        using var late = new CancellationTokenSource(Patience, _time);
        while (!_open.IsEmpty && !late.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        await _ledger.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        // With an open record left, the next gateway here settles it.
        if (_open.IsEmpty) _live?.Delete();
        else _live?.Dispose();
        if (options.LedgerFolder is null) Directory.Delete(_folder, recursive: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var handing = _spooled?.RunAsync(stoppingToken) ?? Task.CompletedTask;
        using var timer = new PeriodicTimer(Pace, _time);
        var recovered = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TellProgressAsync(stoppingToken);
            if (_time.GetElapsedTime(recovered) < Recover) continue;
            await RecoverAsync(stoppingToken);
            recovered = _time.GetTimestamp();
        }
        await handing;
    }

    private SpooledStore Shared(string database)
    {
        _database = PostgresSource.Of(database);
        return _spooled = new SpooledStore(SqlUsageStore.Postgres(_database), SqlUsageStore.Sqlite(Path.Combine(_folder, "spool.db")), _time, _log);
    }

    /// <summary>Writes on what has changed since the last time.</summary>
    private async Task TellProgressAsync(CancellationToken cancellation)
    {
        foreach (var gone in _told.Keys.Where(id => !_open.ContainsKey(id))) _told.TryRemove(gone, out _);
        var news = _open.Values.Select(usage => usage.SoFar).Where(record => record.Tokens.Total > 0 && _told.GetValueOrDefault(record.Id) != record);
        await Task.WhenAll(news.ToList().Select(record => TellAsync(record, cancellation)));
    }

    private async Task TellAsync(UsageRecord record, CancellationToken cancellation)
    {
        try
        {
            await _ledger!.WriteAsync(record, cancellation);
            _told[record.Id] = record;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(failure.Message);
        }
    }

    private async Task RecoverAsync(CancellationToken cancellation)
    {
        try
        {
            var lost = await Recovery.SettleAsync(_folder, _ledger!.Store, _time.GetUtcNow(), cancellation);
            if (lost > 0) LogLost(lost);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogUnrecovered(failure.Message);
        }
    }

    /// <exception cref="ApiException">503: what cannot be recorded is not answered.</exception>
    private async Task WriteAsync(UsageRecord record)
    {
        try
        {
            await _ledger!.WriteAsync(record, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogFailed(failure.Message);
            throw ApiException.Unavailable("the gateway cannot record usage now; try again soon", TimeSpan.FromSeconds(5), failure);
        }
    }
}
