namespace ReasonOps.Api.ReasoningServices;

/// <summary>
/// An OpenAI-compatible endpoint over inference engines, where every tenant has its own votes, budget and strategy.
/// A field that may be left out is nullable; <see cref="Defaulting.ServiceDefaults"/> says what it then is and fills it.
/// </summary>
public sealed record ReasoningService
{
    public const string Version = "reasonops.io/v1alpha1";
    public const string KindName = "ReasoningService";

    public required string ApiVersion { get; init; }
    public required string Kind { get; init; }
    public required ObjectMetadata Metadata { get; init; }
    public required ReasoningServiceSpec Spec { get; init; }
    public ReasoningServiceStatus? Status { get; init; }
}

/// <summary>The part of Kubernetes' metadata that a manifest writes.</summary>
public sealed record ObjectMetadata
{
    public required string Name { get; init; }
    public string? Namespace { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

public sealed record ReasoningServiceSpec
{
    public required ModelSpec Model { get; init; }
    public EngineSpec? Engine { get; init; }

    /// <summary>
    /// Engine replicas, as <c>kubectl scale</c> writes them; 1 unless said. Beside <see cref="Autoscaling"/> they are kept within its bounds;
    /// 0 always means none, on purpose.
    /// </summary>
    public int? Replicas { get; init; }
    public StrategySpec? Strategy { get; init; }
    public BudgetSpec? Budget { get; init; }
    public VerificationSpec? Verification { get; init; }
    public ScoringSpec? Scoring { get; init; }
    public required IReadOnlyList<TenantSpec> Tenants { get; init; }
    public AutoscalingSpec? Autoscaling { get; init; }
    public GatewaySpec? Gateway { get; init; }
    public MonitoringSpec? Monitoring { get; init; }
}

/// <summary>Names a Secret; what is read from it depends on the field.</summary>
/// <param name="Name">A Secret in the service's namespace; locally, the name given with <c>--secret</c>.</param>
/// <param name="Key">The entry of the Secret; left out, every entry (tenant keys) or its only one (an engine's key).</param>
public sealed record SecretReference(string Name, string? Key = null);

/// <summary>Names an object of the service's namespace.</summary>
public sealed record ObjectReference(string Name);
