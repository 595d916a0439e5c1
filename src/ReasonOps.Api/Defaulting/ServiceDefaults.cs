using ReasonOps.Api.Quantities;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Defaulting;

/// <summary>
/// Fills in what a service leaves out. After it, the runtime, the strategy, the budget, the answer format, the gateway, each tenant's
/// own of these and (where engines are started) the replicas are never null; what has no default (lists, a shape, limits,
/// prices, autoscaling) stays absent. A valid service stays valid, and doing it twice changes nothing.
/// </summary>
public static class ServiceDefaults
{
    public const int Votes = 5;
    public const int ReasoningTokens = 8192;
    public const int AnswerTokens = 1024;
    public const int KeyValueTokens = 16384;
    public const double Confidence = 0.95;
    public const int Window = 5;
    public static Duration Deadline { get; } = Duration.FromSeconds(120);

    public static ReasoningService Apply(ReasoningService service) => service with { Spec = Apply(service.Spec) };

    private static ReasoningServiceSpec Apply(ReasoningServiceSpec spec)
    {
        var engine = Engine(spec.Engine ?? new EngineSpec(), spec.Model.Uri);
        var filled = spec with
        {
            Model = Model(spec.Model),
            Engine = engine,
            Strategy = Strategy(spec.Strategy ?? new StrategySpec { Kind = StrategyKind.SingleChain }, spec),
            Budget = Budget(spec.Budget ?? new BudgetSpec()),
            Autoscaling = spec.Autoscaling is { } scaling ? Autoscaling(scaling) : null,
            Gateway = Gateway(spec.Gateway ?? new GatewaySpec()),
            Ledger = spec.Ledger?.Postgres is { } postgres ? new LedgerSpec { Postgres = postgres with { Port = postgres.Port ?? 5432 } } : spec.Ledger,
            Monitoring = spec.Monitoring is { } monitoring ? monitoring with { PodMonitor = monitoring.PodMonitor ?? false } : null,
            Replicas = Replicas(spec.Replicas, starts: engine.Endpoints is not { Count: > 0 }),
        };
        return filled with { Tenants = [.. spec.Tenants.Select(tenant => TenantDefaults.Apply(tenant, filled, spec.Strategy?.Stop))] };
    }

    // A server fills in 1 whether engines are started or not; where they are not, it says nothing.
    private static int? Replicas(int? said, bool starts) => starts ? said ?? 1 : said is 1 ? null : said;

    private static ModelSpec Model(ModelSpec model) => model with
    {
        AnswerFormat = model.AnswerFormat ?? new AnswerFormat { Kind = AnswerFormatKind.Boxed },
        Steps = model.Steps ?? ["\n\n"],
        Shape = model.Shape is { Preset: null } shape ? Shape(shape) : model.Shape,
    };

    private static ModelShape Shape(ModelShape shape) => shape with
    {
        KeyValueHeads = shape.KeyValueHeads ?? shape.AttentionHeads,
        WeightBits = shape.WeightBits ?? 16,
        KeyValueBits = shape.KeyValueBits ?? 16,
    };

    private static EngineSpec Engine(EngineSpec engine, string? uri)
    {
        var starts = engine.Endpoints is not { Count: > 0 };
        var embedded = uri?.StartsWith("embedded://", StringComparison.Ordinal) == true;
        var runtime = engine.Runtime ?? (!starts ? RuntimeKind.OpenAi : embedded ? RuntimeKind.Onnx : RuntimeKind.Vllm);
        return engine with
        {
            Runtime = runtime,
            PodTemplate = PodTemplateDefaults.Apply(engine.PodTemplate),
            KeyValueTokens = engine.KeyValueTokens ?? (starts && runtime == RuntimeKind.Onnx ? KeyValueTokens : null),
            Accelerator = engine.Accelerator is not { } accelerator ? null : accelerator with { PerReplica = accelerator.PerReplica ?? 1, Nodes = accelerator.Nodes ?? 1 },
        };
    }

    private static GatewaySpec Gateway(GatewaySpec gateway) =>
        gateway with { Replicas = gateway.Replicas ?? 1, PodTemplate = PodTemplateDefaults.Apply(gateway.PodTemplate) };

    private static StrategySpec Strategy(StrategySpec strategy, ReasoningServiceSpec spec) => StrategyDefaults.Fill(strategy, null, spec) with
    {
        Votes = strategy.Votes ?? VotesOf(strategy.Kind),
        Stop = Stop(strategy.Stop, null, strategy.Kind != StrategyKind.SingleChain),
    };

    internal static int VotesOf(StrategyKind kind) => kind == StrategyKind.SingleChain ? 1 : Votes;

    /// <param name="votes">Whether anything votes; a vote that nobody said how to stop stops by <c>Beta</c>.</param>
    internal static StopSpec Stop(StopSpec? own, StopSpec? inherited, bool votes) => new()
    {
        Rule = own?.Rule ?? inherited?.Rule ?? (votes ? StopRule.Beta : StopRule.None),
        Confidence = own?.Confidence ?? inherited?.Confidence ?? Confidence,
        Window = own?.Window ?? inherited?.Window ?? Window,
    };

    private static BudgetSpec Budget(BudgetSpec budget) => new()
    {
        ReasoningTokens = budget.ReasoningTokens ?? ReasoningTokens,
        AnswerTokens = budget.AnswerTokens ?? AnswerTokens,
        Deadline = budget.Deadline ?? Deadline,
        WhenSpent = budget.WhenSpent ?? WhenSpent.ForceAnswer,
    };

    private static AutoscalingSpec Autoscaling(AutoscalingSpec scaling)
    {
        var least = scaling.MinReplicas ?? Math.Clamp(scaling.MaxReplicas ?? 1, 0, 1);
        return scaling with
        {
            Mode = scaling.Mode ?? ScalingMode.Internal,
            MinReplicas = least,
            MaxReplicas = scaling.MaxReplicas ?? Math.Max(1, least),
            KeyValueOccupancy = scaling.KeyValueOccupancy ?? 0.80,
            ScaleDown = new ScaleDownSpec(scaling.ScaleDown?.Stabilization, scaling.ScaleDown?.ToZeroAfter ?? Duration.FromSeconds(600)),
        };
    }
}
