using System.Text.Json.Nodes;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>The endpoint that tenants speak to.</summary>
public sealed record GatewaySpec
{
    /// <summary>1 unless said.</summary>
    public int? Replicas { get; init; }

    /// <summary>Unless said, the operator's own when the gateway is first made, and then kept: an upgrade of the operator restarts nothing.</summary>
    public string? Image { get; init; }

    /// <summary>Laid over the pod that ReasonOps builds.</summary>
    public JsonObject? PodTemplate { get; init; }

    /// <summary>Made where it is asked for.</summary>
    public IngressSpec? Ingress { get; init; }

    /// <summary>A Gateway API HTTPRoute, made where it is asked for and the cluster serves the kind.</summary>
    public RouteSpec? Route { get; init; }
}

public sealed record IngressSpec
{
    /// <summary>As <c>math.example.com</c>.</summary>
    public required string Host { get; init; }

    /// <summary>The cluster's default class unless said.</summary>
    public string? ClassName { get; init; }

    /// <summary>A Secret with the certificate; plain HTTP unless said.</summary>
    public string? TlsSecretName { get; init; }
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

public sealed record RouteSpec
{
    /// <summary>The Gateways to attach to, as HTTPRoute's own <c>parentRefs</c>.</summary>
    public required JsonArray ParentRefs { get; init; }
    public IReadOnlyList<string>? Hostnames { get; init; }
}

/// <summary>What Prometheus is told.</summary>
public sealed record MonitoringSpec
{
    /// <summary>Makes a PodMonitor where the cluster serves the kind; false unless said.</summary>
    public bool? PodMonitor { get; init; }

    /// <summary>Of the PodMonitor, for Prometheus to select it by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
