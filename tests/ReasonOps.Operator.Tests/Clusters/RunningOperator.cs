using System.Net;
using Microsoft.Extensions.Logging;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Operator.Hosting;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.Tests.Clusters;

/// <summary>A whole operator in this process, in one namespace of a control plane that tests share.</summary>
internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly OperatorHost _host;

    public RunningOperator(LocalControlPlane plane, string? @namespace, Func<IKubernetesClient, IKubernetesClient>? through = null, string? leaseNamespace = null, ServicePace? pace = null)
    {
        _host = new(
            new()
            {
                Cluster = KubernetesConfiguration.FromFiles([plane.KubeConfigPath]),
                Workloads = new("reasonops:test"),
                Namespaces = @namespace is null ? [] : [@namespace],
                LeaseNamespace = leaseNamespace ?? @namespace ?? "default",
                Identity = $"test-{Guid.NewGuid():n}",
                Health = new(IPAddress.Loopback, 0),
                Services = pace ?? ServicePace.Usual,
                QueriesPerSecond = 500,
                Logging = logging => logging.SetMinimumLevel(LogLevel.Warning),
            },
            inner => Client = new(through?.Invoke(inner) ?? inner));
        Run = _host.RunAsync(_stop.Token);
    }

    /// <summary>Ends when the operator does.</summary>
    public Task Run { get; }

    public CountingClient Client { get; private set; } = null!;

    /// <summary>What was sent to change the cluster, but for the lease and events.</summary>
    public IReadOnlyList<string> Writes => [.. Client.Writes.Where(write => write.Split(' ')[1] is not ("Lease" or "Event"))];

    /// <summary>As SIGTERM does.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Run;
    }

    /// <summary>The body of <c>/readyz</c>, <c>/healthz</c> or <c>/metrics</c>, once it listens.</summary>
    public async Task<(HttpStatusCode Status, string Text)> AskAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = await _host.Listening };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _host.DisposeAsync();
        _stop.Dispose();
    }
}
