namespace ReasonOps.Kubernetes.Models;

public sealed record V1Probe
{
    public V1HTTPGetAction? HttpGet { get; init; }
    public V1TCPSocketAction? TcpSocket { get; init; }
    public V1ExecAction? Exec { get; init; }
    public V1GRPCAction? Grpc { get; init; }
    public int? InitialDelaySeconds { get; init; }
    public int? PeriodSeconds { get; init; }
    public int? TimeoutSeconds { get; init; }
    public int? SuccessThreshold { get; init; }
    public int? FailureThreshold { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
}

public sealed record V1HTTPGetAction
{
    public string? Path { get; init; }

    /// <summary>By number or by the container port's name.</summary>
    public IntOrString? Port { get; init; }
    public string? Host { get; init; }
    public string? Scheme { get; init; }
    public IReadOnlyList<V1HTTPHeader>? HttpHeaders { get; init; }
}

public sealed record V1HTTPHeader
{
    public string? Name { get; init; }
    public string? Value { get; init; }
}

public sealed record V1TCPSocketAction
{
    public IntOrString? Port { get; init; }
    public string? Host { get; init; }
}

public sealed record V1ExecAction
{
    public IReadOnlyList<string>? Command { get; init; }
}

public sealed record V1GRPCAction
{
    public int Port { get; init; }
    public string? Service { get; init; }
}
