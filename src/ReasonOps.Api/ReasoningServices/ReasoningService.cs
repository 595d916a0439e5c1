using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>An OpenAI-compatible endpoint over inference engines, where every tenant has its own votes, budget and strategy.</summary>
/// <remarks>
/// A field that may be left out is nullable; <see cref="Defaulting.ServiceDefaults"/> says what it then is and fills it. The
/// attributes over fields are rules: the reader of manifests and the CRD both take them from here, as the CRD takes its descriptions.
/// </remarks>
public sealed record ReasoningService
{
    public const string Version = "reasonops.io/v1alpha1";
    public const string KindName = "ReasoningService";

    /// <summary>The group and version of this kind: <c>reasonops.io/v1alpha1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind of this object: <c>ReasoningService</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Kubernetes' metadata: name, namespace, labels, annotations.</summary>
    public required ObjectMetadata Metadata { get; init; }

    /// <summary>What is wanted: a model, what runs it, how answers are reached and who may ask.</summary>
    public required ReasoningServiceSpec Spec { get; init; }

    /// <summary>What there is, as the operator last saw it.</summary>
    public ReasoningServiceStatus? Status { get; init; }
}

/// <summary>What is wanted of a service.</summary>
[Rule("has(self.model.uri) != (has(self.engine) && has(self.engine.endpoints))",
    "give model.uri to start engines, or engine.endpoints that already run, and not both")]
[Rule("!has(self.autoscaling) || !has(self.engine) || !has(self.engine.endpoints)",
    "autoscaling cannot be set beside engine.endpoints: engines that already run are not scaled")]
[Rule("!has(self.replicas) || self.replicas == 1 || !has(self.engine) || !has(self.engine.endpoints)",
    "replicas cannot be set beside engine.endpoints: engines that already run are not scaled")]
[Rule("!has(self.model.uri) || !self.model.uri.startsWith('embedded://') || !has(self.engine) || !has(self.engine.runtime) || self.engine.runtime == 'onnx'",
    "only the onnx runtime loads an embedded:// model; use onnx or leave runtime out")]
[Rule("!has(self.engine) || !has(self.engine.keyValueTokens) || has(self.engine.runtime) || (has(self.model.uri) && self.model.uri.startsWith('embedded://'))",
    "keyValueTokens is fixed for the onnx runtime only; other runtimes size their own cache")]
[Rule("!has(self.autoscaling) || !has(self.autoscaling.acceleratorBudget) || !has(self.autoscaling.minReplicas) || !has(self.engine) || !has(self.engine.accelerator)"
    + " || !has(self.engine.accelerator.perReplica) || self.autoscaling.acceleratorBudget >= (self.autoscaling.minReplicas > 0 ? self.autoscaling.minReplicas : 1) * self.engine.accelerator.perReplica",
    "autoscaling.acceleratorBudget is below what minReplicas x accelerator.perReplica need; raise it or lower these")]
[Needs("['BeamSearch', 'DiverseTree', 'Lookahead', 'TreeSearch']", "has(self.scoring) && has(self.scoring.process)",
    "BeamSearch, DiverseTree, Lookahead and TreeSearch value steps by a reward model; add scoring.process")]
[Needs("['BestOfN']", "(has(self.scoring) && (has(self.scoring.process) || has(self.scoring.outcome))) || has(self.verification)",
    "BestOfN picks by a reward model or a verifier; add scoring.process, scoring.outcome or verification.poolRef")]
[Needs("['Revision']", "has(self.verification)", "Revision asks a verifier what is wrong with an answer; add verification.poolRef")]
[Needs("['Judge']", "has(self.scoring) && has(self.scoring.judge)", "Judge has a second model compare answers; add scoring.judge")]
[Rule("!has(self.strategy) || !has(self.strategy.reward) || !has(self.strategy.reward.by) || self.strategy.reward.by != 'Process'"
    + " || (has(self.scoring) && has(self.scoring.process))", "strategy.reward.by Process needs a reward model of steps; add scoring.process")]
[Rule("!has(self.strategy) || !has(self.strategy.reward) || !has(self.strategy.reward.by) || self.strategy.reward.by != 'Outcome'"
    + " || (has(self.scoring) && has(self.scoring.outcome))", "strategy.reward.by Outcome needs a reward model of whole chains; add scoring.outcome")]
[Rule("!has(self.strategy) || !has(self.strategy.reward) || !has(self.strategy.reward.by) || self.strategy.reward.by != 'Verifier' || has(self.verification)",
    "strategy.reward.by Verifier needs a verifier; add verification.poolRef")]
public sealed record ReasoningServiceSpec
{
    /// <summary>The model that answers.</summary>
    public required ModelSpec Model { get; init; }

    /// <summary>Engines to start, or <c>endpoints</c> that already run; never both.</summary>
    public EngineSpec? Engine { get; init; }

    /// <summary>
    /// Engine replicas, as <c>kubectl scale</c> writes them; 1 unless said. Beside <see cref="Autoscaling"/> of mode Internal they are what it begins
    /// with, of mode External they are kept within its bounds; 0 means none, on purpose.
    /// </summary>
    [Bounds(0, ScalingRules.MostReplicas), FilledIn(1)]
    public int? Replicas { get; init; }

    /// <summary>How an answer is reached for tenants that say nothing else; one <c>SingleChain</c> unless said.</summary>
    public StrategySpec? Strategy { get; init; }

    /// <summary>What one chain may spend, for tenants that say nothing else.</summary>
    public BudgetSpec? Budget { get; init; }

    /// <summary>What decides whether an answer is right, for requests that say what is to be checked and strategies that ask.</summary>
    public VerificationSpec? Verification { get; init; }

    /// <summary>Reward models that rank answers and steps, and a second model that compares answers.</summary>
    public ScoringSpec? Scoring { get; init; }

    /// <summary>Who may ask, and how much thinking they get; at least one, since without a tenant no key opens the service.</summary>
    [Length(1, TenantSpec.Most, IfEmpty = "is empty; without a tenant no key opens the service, so add one with a name and keys.secretRef"), KeyedBy("name")]
    public required IReadOnlyList<TenantSpec> Tenants { get; init; }

    /// <summary>The bounds that engine replicas are scaled in by demand; left out, they stay as many as <see cref="Replicas"/>.</summary>
    public AutoscalingSpec? Autoscaling { get; init; }

    /// <summary>The endpoint that tenants speak to.</summary>
    public GatewaySpec? Gateway { get; init; }

    /// <summary>Where gateways record what every request took.</summary>
    public LedgerSpec? Ledger { get; init; }

    /// <summary>What Prometheus is told.</summary>
    public MonitoringSpec? Monitoring { get; init; }
}
