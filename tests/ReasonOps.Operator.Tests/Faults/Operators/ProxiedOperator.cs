using System.Net;
using Microsoft.Extensions.Logging;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Operator.Hosting;

namespace ReasonOps.Operator.Tests.Faults.Operators;

/// <summary>A whole operator in this process, with a proxy of its own between it and the API server.</summary>
internal sealed class ProxiedOperator : IAsyncDisposable
{
    private readonly RecentLog _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly OperatorHost _host;
    private volatile bool _dead;

    private ProxiedOperator(FaultProxy proxy, string @namespace, OperatorSetting setting)
    {
        Proxy = proxy;
        proxy.Inject(new Fault.Break(), _ => _dead);
        setting.Faults(this);
        _host = new(new()
        {
            Cluster = KubernetesConfiguration.FromFiles([proxy.KubeConfigPath]),
            Workloads = new("reasonops:test"),
            Namespaces = [@namespace],
            LeaderElect = setting.Lease is not null,
            LeaseNamespace = setting.Lease ?? @namespace,
            Identity = setting.Identity,
            Health = new(IPAddress.Loopback, 0),
            QueriesPerSecond = 500,
            Logging = logging => logging.AddProvider(_log),
            Time = setting.Speed == 1 ? TimeProvider.System : new FastTime(setting.Speed),
        });
        Run = _host.RunAsync(_stop.Token);
    }

    public FaultProxy Proxy { get; }

    /// <summary>Ends when the operator does.</summary>
    public Task Run { get; }

    /// <summary>What it sent to change the cluster, but for its lease and events; whatever became of it.</summary>
    public IReadOnlyList<ProxiedRequest> Writes => [.. Proxy.Requests.Where(IsWrite)];

    /// <summary>For the failure of a test.</summary>
    public IEnumerable<string> Story =>
        [.. Proxy.Tally().Select(row => $"  {row.Count} {row.What}"), $"  it {(_dead ? "was cut off" : Run.IsCompleted ? $"ended: {Run.Exception?.Message}" : "runs")}", .. _log.Lines];

    public static async Task<ProxiedOperator> StartAsync(LocalControlPlane plane, string @namespace, OperatorSetting? setting = null) =>
        new(await FaultProxy.StartAsync(plane), @namespace, setting ?? new());

    public static bool IsWrite(ProxiedRequest request) => request.IsWrite && request.Resource is not ("leases" or "events");

    /// <summary>As SIGKILL ends it: from now on nothing of it reaches the server. What it then still does is its own affair.</summary>
    public void Kill()
    {
        CutOff();
        _ = _stop.CancelAsync();
    }

    /// <summary>It lives, and nothing of it reaches the server any more.</summary>
    public void CutOff()
    {
        _dead = true;
        Proxy.CutWatches();
    }

    /// <summary>Killed as soon as the server has done its <paramref name="number"/>th write, counted from 1, before it is told.</summary>
    public void KillAfterWrite(int number) => Proxy.Inject(
        new Fault.Then(_ =>
        {
            Kill();
            return Task.CompletedTask;
        }),
        NthWrite(number), times: 1);

    /// <summary>Its <paramref name="number"/>th write, counted from when this is called.</summary>
    public static Func<ProxiedRequest, bool> NthWrite(int number)
    {
        var written = 0;
        return request => IsWrite(request) && Interlocked.Increment(ref written) == number;
    }

    /// <summary>As SIGTERM does.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Run;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _host.DisposeAsync();
        await Proxy.DisposeAsync();
        _stop.Dispose();
    }
}

/// <summary>How an operator of a test runs.</summary>
internal sealed record OperatorSetting
{
    /// <summary>Put between it and the server before its first request.</summary>
    public Action<ProxiedOperator> Faults { get; init; } = static _ => { };

    /// <summary>Seconds that pass for it in one.</summary>
    public int Speed { get; init; } = 5;

    /// <summary>The namespace of the lease it competes for; null for one that works alone.</summary>
    public string? Lease { get; init; }

    public string Identity { get; init; } = $"test-{Guid.NewGuid():n}";
}
