using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Kubernetes.Client;

public sealed record KubernetesClientOptions
{
    /// <summary>Of other rooms: their JSON contexts, so that their classes can be read and written.</summary>
    public IReadOnlyList<IJsonTypeInfoResolver> Resolvers { get; init; } = [];

    /// <summary>Who the server's logs say we are.</summary>
    public string UserAgent { get; init; } = "reasonops";

    /// <summary>A second, in the long run; watches are not counted.</summary>
    public int QueriesPerSecond { get; init; } = 50;

    /// <summary>At once, after a quiet time.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Of one try, to the answer's last byte; of a watch, to its first.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of a connection, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of one call, the first included.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>The least wait before the second try; it doubles, to at most ten seconds.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
