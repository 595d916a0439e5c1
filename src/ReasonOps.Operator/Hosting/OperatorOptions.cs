using System.Net;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Hosting;

/// <summary>How one operator process runs.</summary>
public sealed record OperatorOptions
{
    public required KubernetesConfiguration Cluster { get; init; }
    public required WorkloadOptions Workloads { get; init; }

    /// <summary>The only ones it reads and writes; all of them where none is given.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Only the process that holds the lease works; the others stand by.</summary>
    public bool LeaderElect { get; init; } = true;
    public required string LeaseNamespace { get; init; }
    public string LeaseName { get; init; } = "reasonops-operator";

    /// <summary>This process and no other: its pod, say.</summary>
    public required string Identity { get; init; }

    /// <summary>Where <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c> are served; port 0 takes a free one.</summary>
    public required IPEndPoint Health { get; init; }

    /// <summary>How fast services follow.</summary>
    internal ServicePace Services { get; init; } = ServicePace.Usual;

    /// <summary>How fast pools follow.</summary>
    internal PoolPace Pools { get; init; } = PoolPace.Usual;

    /// <summary>How fast jobs are followed.</summary>
    internal RolloutPace Rollouts { get; init; } = RolloutPace.Usual;

    /// <summary>Objects of a kind worked on at once.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>Asked of the API server, in the long run; twice as many in a burst.</summary>
    public int QueriesPerSecond { get; init; } = 200;
    public Action<ILoggingBuilder> Logging { get; init; } = static _ => { };
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal KubernetesClientOptions Client => ClientOptions(QueriesPerSecond, Time);

    internal static KubernetesClientOptions ClientOptions(int queriesPerSecond, TimeProvider time) => new()
    {
        Resolvers = [OperatorJson.Default],
        UserAgent = "reasonops-operator",
        QueriesPerSecond = queriesPerSecond,
        Burst = 2 * queriesPerSecond,
        Time = time,
    };
}
