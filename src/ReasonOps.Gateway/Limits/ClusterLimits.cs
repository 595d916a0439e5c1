using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasonOps.Gateway.Accounting;
using ReasonOps.Gateway.Metrics;
using ReasonOps.Gateway.Tenants;
using ReasonOps.Ledger.Limits;

namespace ReasonOps.Gateway.Limits;

/// <summary>
/// A tenant's limits over all gateways, where they share a database, else over this one. This gateway's own count always goes along: what it
/// alone would refuse nobody need be asked, and when the database is away it stands in for it at once.
/// </summary>
internal sealed partial class ClusterLimits(GatewayLedger ledger, GatewayMeter meter, GatewayOptions options, ILogger<ClusterLimits> log) : BackgroundService
{
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private const int MostUnsettled = 65_536;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _patience = options.DatabasePatience;
    private readonly TimeProvider _time = options.Time;

    private readonly ConcurrentDictionary<string, bool> _running = new();
    private readonly Channel<Settlement> _settlements = Channel.CreateBounded<Settlement>(
        new BoundedChannelOptions(MostUnsettled) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
    private SharedLimits? _shared;
    private volatile bool _away;

    /// <summary>There is a database, and it cannot be reached.</summary>
    public bool IsAway => _away;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (ledger.Database is not { } database) return;
        _shared = new SharedLimits(database, ledger.Gateway);
        meter.WatchLimits(() => !_away);
        await BeatAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task<(ClusterAdmission? Admission, Refusal Refusal)> AdmitAsync(Tenant tenant, LimitedRequest request, CancellationToken cancellation)
    {
        if (!tenant.Limits.TryAdmit(request.Chains, request.Tokens, out var own, out var refusal)) return (null, refusal);
        var limits = tenant.Policy.Limits;
        if (_shared is null || limits == new Api.Snapshots.LimitsSnapshot()) return (new ClusterAdmission(own, request.Tokens, _ => { }), default);
        try
        {
            if (!_away && await AskAsync(tenant, request, cancellation) is { } refused)
            {
                own.Withdraw();
                return (null, InWords(refused, limits, request));
            }
        }
        catch
        {
            own.Withdraw();
            throw;
        }
        _running[request.Id] = true;
        return (new ClusterAdmission(own, request.Tokens, spent => Settle(request, tenant.Name, spent)), default);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_shared is null || !_settlements.Writer.TryComplete()) return;
        if (!_away) await Task.WhenAny(_settlements.Reader.Completion, Task.Delay(_patience, _time, CancellationToken.None));
        await base.StopAsync(cancellationToken);
        if (_away) return;
        await TryAsync(token => _shared.LeaveAsync(token), CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var beating = BeatOnAsync(stoppingToken);
        await foreach (var settled in _settlements.Reader.ReadAllAsync(stoppingToken))
        {
            // One after the other, and none is given up: what is not charged is had for nothing.
            while (!await TryAsync(token => _shared!.SettleAsync(settled.Service, settled.Tenant, settled.Id, settled.Spent, token), stoppingToken))
                await Task.Delay(Retry, _time, stoppingToken);
        }
        await beating;
    }

    private void Settle(LimitedRequest request, string tenant, long spent)
    {
        _running.TryRemove(request.Id, out _);
        _settlements.Writer.TryWrite(new Settlement(request.Service, tenant, request.Id, spent));
    }

    private async Task<SharedRefusal?> AskAsync(Tenant tenant, LimitedRequest request, CancellationToken cancellation)
    {
        var limits = tenant.Policy.Limits;
        var asked = new SharedRequest(request.Service, tenant.Name, request.Id, request.Chains, request.Tokens,
            new SharedLimit(limits.RequestsPerMinute, limits.TokensPerMinute, limits.Concurrent, limits.TokensPerDay));
        SharedRefusal? refusal = null;
        await TryAsync(async token => refusal = await _shared!.AdmitAsync(asked, token), cancellation);
        return refusal;
    }

    private async Task BeatOnAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Retry, _time);
        var last = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (!_away && _time.GetElapsedTime(last) < Beat) continue;
            await BeatAsync(stopping);
            last = _time.GetTimestamp();
        }
    }

    private async Task BeatAsync(CancellationToken cancellation) => await TryAsync(token => _shared!.BeatAsync([.. _running.Keys], token), cancellation);

    /// <returns>False: the database is away.</returns>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> call, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            await call(either.Token);
            if (_away) LogBack();
            _away = false;
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            if (!_away) LogAway(failure is OperationCanceledException ? $"no answer within {_patience.TotalSeconds:0.#} s" : failure.Message);
            _away = true;
            return false;
        }
    }

    private static Refusal InWords(SharedRefusal refused, Api.Snapshots.LimitsSnapshot limits, LimitedRequest request) =>
        new(refused.Limit, refused.Wait, refused.Limit switch
        {
            "requestsPerMinute" => Refusal.Requests(limits.RequestsPerMinute!.Value),
            "concurrent" => Refusal.Chains(limits.Concurrent!.Value, refused.Spare, request.Chains),
            "tokensPerMinute" => Refusal.Spare(limits.TokensPerMinute!.Value, refused.Spare, request.Tokens, "minute"),
            _ => Refusal.Spare(limits.TokensPerDay!.Value, refused.Spare, request.Tokens, "day"),
        });

    private readonly record struct Settlement(string Service, string Tenant, string Id, long Spent);
}

/// <param name="Tokens">The most it can spend, prompt included.</param>
internal sealed record LimitedRequest(string Service, string Id, int Chains, long Tokens);

/// <summary>A request's place within its tenant's limits, here and over all gateways, until it is settled, once.</summary>
/// <param name="Tokens">The most it can spend.</param>
internal sealed record ClusterAdmission(Admission Own, long Tokens, Action<long> Shared)
{
    private int _settled;

    public void Settle(long spent)
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0) return;
        Own.Settle(spent);
        Shared(spent);
    }
}
