using System.Text.Json.Nodes;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>The endpoint that tenants speak to.</summary>
public sealed record GatewaySpec
{
    /// <summary>Gateway pods; 1 unless said.</summary>
    [Bounds(1, ScalingRules.MostReplicas), FilledIn(1)]
    public int? Replicas { get; init; }

    /// <summary>The gateway's container image. Unless said, the operator's own when the gateway is first made, and then kept: an upgrade of the operator restarts nothing.</summary>
    [Length(1, 1024)]
    public string? Image { get; init; }

    /// <summary>Laid over the pod template that ReasonOps builds for gateways; the container is called <c>gateway</c>.</summary>
    [PodTemplate]
    public JsonObject? PodTemplate { get; init; }

    /// <summary>An Ingress to the gateway, made where it is asked for.</summary>
    public IngressSpec? Ingress { get; init; }

    /// <summary>A Gateway API HTTPRoute, made where it is asked for and the cluster serves the kind.</summary>
    public RouteSpec? Route { get; init; }
}

/// <summary>An Ingress to the gateway.</summary>
public sealed record IngressSpec
{
    /// <summary>The host that it answers to, as <c>math.example.com</c>.</summary>
    [DnsName(Wildcard = true)]
    public required string Host { get; init; }

    /// <summary>The IngressClass; the cluster's default one unless said.</summary>
    [DnsName]
    public string? ClassName { get; init; }

    /// <summary>A Secret with the certificate; plain HTTP unless said.</summary>
    [DnsName]
    public string? TlsSecretName { get; init; }

    /// <summary>Annotations of the Ingress, for its controller.</summary>
    [Length(0, 64), Annotations]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

/// <summary>A Gateway API HTTPRoute to the gateway.</summary>
public sealed record RouteSpec
{
    /// <summary>The Gateways to attach to, as HTTPRoute's own <c>parentRefs</c>.</summary>
    [Length(1, 32, IfEmpty = "is empty; name the Gateway to attach to"), Objects("name")]
    public required JsonArray ParentRefs { get; init; }

    /// <summary>The hosts that it answers to; those of the Gateway unless said.</summary>
    [Length(0, 16), DnsName(Wildcard = true, Each = true)]
    public IReadOnlyList<string>? Hostnames { get; init; }
}
