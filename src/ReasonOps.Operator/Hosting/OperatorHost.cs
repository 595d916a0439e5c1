using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Leases;

namespace ReasonOps.Operator.Hosting;

/// <summary>
/// One operator: waits for the API server and for our kinds on it, fills its caches, waits for the lease, works. A standby's caches are as
/// warm as the leader's. Told to stop, it begins no pass, lets those under way end, releases the lease and writes the last events.
/// </summary>
public sealed partial class OperatorHost : IAsyncDisposable
{
    private readonly OperatorOptions _options;
    private readonly ServiceProvider _logging;
    private readonly KubernetesClient _connection;
    private readonly IKubernetesClient _client;
    private readonly EventRecorder _events;
    private readonly ServedWatch _served;
    private readonly OperatorRooms _rooms;
    private readonly OperatorMeter _meter;
    private readonly HealthServer _health;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _log;

    public OperatorHost(OperatorOptions options)
        : this(options, static client => client)
    {
    }

    /// <param name="through">What stands between the operator and its client: a counter, a fault.</param>
    internal OperatorHost(OperatorOptions options, Func<IKubernetesClient, IKubernetesClient> through)
    {
        _options = options;
        _logging = new ServiceCollection().AddLogging(options.Logging).BuildServiceProvider();
        var loggers = _logging.GetRequiredService<ILoggerFactory>();
        _log = loggers.CreateLogger<OperatorHost>();
        var heartbeat = new Heartbeat(options.Time);
        _connection = new(options.Cluster, options.Client, loggers.CreateLogger<KubernetesClient>());
        _client = through(_connection);
        _events = new(_client, "reasonops-operator", options.Identity, options.Time, loggers.CreateLogger<EventRecorder>());
        _served = new(_client, options.Time, loggers.CreateLogger<ServedWatch>());
        _rooms = new(options, _client, _events, heartbeat, loggers);
        _rooms.KindMissing += _served.AskAgain;
        _meter = new(() => _rooms.Services, () => _rooms.Pools);
        _health = new(options.Health, heartbeat, () => _served.Obstacle is { } obstacle ? [obstacle] : _rooms.NotSynced);
    }

    /// <summary>Where health is served, as soon as it is; faulted where it cannot be.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>Until cancelled; once.</summary>
    /// <exception cref="LeadershipLostException">Another may work now: the process must end.</exception>
    /// <exception cref="IOException">The health server cannot listen.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        LogStarted(Namespaces, _options.Cluster.Server, (await ListenAsync(cancellation)).GetLeftPart(UriPartial.Authority));
        using var behind = new CancellationTokenSource();
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = WorkAsync(behind.Token, working.Token);
        var events = _events.RunAsync(behind.Token);
        try
        {
            if (await Task.WhenAny(work, events) == events) await working.CancelAsync();
            await work;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked for.
        }
        finally
        {
            await behind.CancelAsync();
            await events;
            LogStopped();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _rooms.DisposeAsync();
        await _health.DisposeAsync();
        _events.Dispose();
        _connection.Dispose();
        await _logging.DisposeAsync();
    }

    private async Task<Uri> ListenAsync(CancellationToken cancellation)
    {
        try
        {
            await _health.StartAsync(cancellation);
            _listening.SetResult(_health.Address);
            return _health.Address;
        }
        catch (Exception failure)
        {
            _listening.SetException(failure);
            throw;
        }
    }

    private string Namespaces => _options.Namespaces.Count == 0 ? "all namespaces" : string.Join(", ", _options.Namespaces);

    /// <param name="behind">Of what goes on until the last pass is over.</param>
    private async Task WorkAsync(CancellationToken behind, CancellationToken cancellation)
    {
        await _rooms.Caches.FollowAsync(await _served.FirstAsync(cancellation));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(behind);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var follow = Task.WhenAll(
            _rooms.FollowAsync(ended.Token), _served.RunAsync(_rooms.Caches.FollowAsync, ended.Token), IdleMemory.RunAsync(_options.Time, ended.Token));
        var lead = LeadAsync(stop.Token);
        try
        {
            if (await Task.WhenAny(lead, follow) == follow) await stop.CancelAsync();
            await lead;
        }
        finally
        {
            await ended.CancelAsync();
            await follow.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (follow.IsFaulted) await follow;
    }

    private async Task LeadAsync(CancellationToken cancellation)
    {
        if (!_options.LeaderElect)
        {
            await WorkAloneAsync(cancellation, lost: default);
            return;
        }
        var elector = new LeaderElector(
            _client, new(_options.LeaseNamespace, _options.LeaseName, _options.Identity), _options.Time,
            _logging.GetRequiredService<ILogger<LeaderElector>>());
        await elector.RunAsync(WorkAloneAsync, cancellation);
    }

    private async Task WorkAloneAsync(CancellationToken cancellation, CancellationToken lost)
    {
        try
        {
            _meter.Leads = true;
            await _rooms.WorkAsync(cancellation, lost);
        }
        finally
        {
            _meter.Leads = false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Operator of {Namespaces} on {Server}, health on {Health}")]
    private partial void LogStarted(string namespaces, Uri server, string health);

    [LoggerMessage(LogLevel.Information, "Operator stopped")]
    private partial void LogStopped();
}
