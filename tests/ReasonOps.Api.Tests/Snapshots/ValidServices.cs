using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Tests.Snapshots;

/// <summary>Services without a mistake, with every part now there and now left out.</summary>
internal static class ValidServices
{
    public static Arbitrary<ReasoningService> All { get; } = Service().ToArbitrary();

    private static Gen<ReasoningService> Service() =>
        from name in Gen.Elements("math", "a", "team-9")
        from @namespace in Maybe(Gen.Constant("research"))
        from note in Gen.Elements("", "yes", "5", "two\nlines", "a: b # c", "\"quoted\"", "- x", "ü 🙂")
        from spec in Spec()
        select new ReasoningService
        {
            ApiVersion = ReasoningService.Version,
            Kind = ReasoningService.KindName,
            Metadata = new ObjectMetadata
            {
                Name = name,
                Namespace = @namespace,
                Labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = "math" },
                Annotations = new Dictionary<string, string> { ["example.com/note"] = note },
            },
            Spec = spec,
        };

    private static Gen<ReasoningServiceSpec> Spec() =>
        from starts in Gen.Elements(true, false)
        from embedded in Gen.Elements(true, false)
        from strategy in Maybe(Strategy())
        from budget in Maybe(Budget())
        from scaling in Maybe(Scaling())
        from format in Maybe(Gen.Elements(
            new AnswerFormat { Kind = AnswerFormatKind.Whole }, new AnswerFormat { Kind = AnswerFormatKind.Regex, Pattern = @"answer: (\d+)" },
            new AnswerFormat { Kind = AnswerFormatKind.JsonField, Pattern = "true" }))
        from count in Gen.Choose(1, 4)
        from tenants in Tenant().ArrayOf(count)
        from replicas in Maybe(Gen.Choose(0, 9))
        from cache in Maybe(Gen.Elements(new ModelCacheSpec { ClaimName = "weights" }, new ModelCacheSpec { Size = new Quantity(80e9m) }))
        from gateway in Maybe(Gateway())
        from monitoring in Maybe(Gen.Elements(true, false).Select(made => new MonitoringSpec { PodMonitor = made ? true : null, Labels = new Dictionary<string, string> { ["release"] = "p" } }))
        from nodes in Maybe(Gen.Choose(1, 2))
        from shape in Gen.Elements(Shapes)
        select new ReasoningServiceSpec
        {
            Model = new ModelSpec
            {
                Name = "r1", Uri = starts ? embedded ? "embedded://arithmetic" : "hf://owner/name" : null, AnswerFormat = format, Shape = shape, Steps = format is null ? null : [";", "\n"],
                Cache = starts && !embedded ? cache : null, CredentialsRef = starts && !embedded ? new("hub") : null,
            },
            Engine = starts
                ? new EngineSpec { Runtime = embedded ? RuntimeKind.Onnx : null, KeyValueTokens = embedded ? 40_000 : null, Args = ["--x", "1"], Accelerator = Accelerator(embedded ? null : nodes) }
                : new EngineSpec { Endpoints = [new EndpointSpec { Url = "http://127.0.0.1:8000/v1", KeySecretRef = new("engine-key") }] },
            Strategy = strategy,
            Budget = budget,
            Autoscaling = starts ? scaling : null,
            Replicas = starts ? replicas : null,
            Gateway = gateway,
            Monitoring = monitoring,
            Scoring = Scoring,
            Verification = new VerificationSpec(new ObjectReference("sandboxes")),
            Tenants = [.. tenants.Select((tenant, i) => tenant with { Name = $"t{i}", Keys = new TenantKeys(new SecretReference($"keys-{i}")) })],
        };

    private static AcceleratorSpec Accelerator(int? nodes) =>
        new() { Preset = "H200-141GB", PerReplica = nodes, Nodes = nodes, NodeSelector = new Dictionary<string, string> { ["gpu"] = "h200" } };

    private static Gen<GatewaySpec> Gateway() =>
        from replicas in Maybe(Gen.Choose(1, 4))
        from host in Maybe(Gen.Elements("math.example.com", "*.example.com"))
        from tls in Maybe(Gen.Constant("math-tls"))
        select new GatewaySpec
        {
            Replicas = replicas,
            PodTemplate = tls is null ? null : new JsonObject { ["spec"] = new JsonObject { ["priorityClassName"] = "high" } },
            Ingress = host is null ? null : new IngressSpec { Host = host, TlsSecretName = tls },
            Route = host is null ? null : new RouteSpec { ParentRefs = [new JsonObject { ["name"] = "public" }], Hostnames = [host] },
        };

    private static ModelShape Dense { get; } = new()
    {
        Layers = 64, AttentionHeads = 40, KeyValueHeads = 8, HeadSize = 128, Parameters = new Quantity(32.8e9m),
    };

    private static ModelShape[] Shapes { get; } =
    [
        Dense, new() { Preset = "gpt-oss-20b", KeyValueBits = 8 },
        Dense with { Attention = new() { LatentSize = 512, RopeSize = 64 }, ActiveParameters = new Quantity(3e9m), Experts = new() { Count = 128, PerToken = 8, WeightBits = 4 } },
        Dense with { Attention = new() { Window = 1024 }, WeightBits = 8 },
    ];

    private static Gen<StrategySpec> Strategy() =>
        from kind in Gen.Elements(Enum.GetValues<StrategyKind>())
        from votes in Maybe(Gen.Choose(1, 64))
        from stop in Maybe(Stop())
        from fields in Fields()
        select new StrategySpec
        {
            Kind = kind, Votes = kind == StrategyKind.SingleChain ? null : votes, Stop = stop,
            MinReasoningTokens = fields.MinReasoningTokens, Reward = fields.Reward, Confidence = fields.Confidence, Search = fields.Search, Cascade = fields.Cascade, Table = fields.Table,
        };

    private static Gen<StrategyFields> Fields() =>
        from least in Maybe(Gen.Choose(0, 100))
        from reward in Maybe(Gen.Elements(new RewardSpec(), new RewardSpec { By = Ranking.Outcome }, new RewardSpec { By = Ranking.Process, Aggregate = RewardAggregate.Product }))
        from window in Maybe(Gen.Choose(1, 64))
        from beams in Maybe(Gen.Choose(1, 64))
        from then in Maybe(Gen.Elements(StrategyKind.BeamSearch, StrategyKind.Judge).Select(kind => (StrategyKind?)kind))
        from table in Maybe(Gen.Constant<ComputeRowSpec[]>([new() { Agreement = 0.5, Strategy = StrategyKind.Revision, Votes = 2 }, new() { Agreement = 0, Strategy = StrategyKind.BestOfN, Votes = 8 }]))
        select (StrategyFields)new TenantSpec
        {
            Name = "t", Keys = new TenantKeys(new SecretReference("keys")), MinReasoningTokens = least, Reward = reward, Table = table,
            Confidence = window is null ? null : new ConfidenceSpec { Window = window, Keep = 0.25 }, Search = beams is null ? null : new SearchSpec { Beams = beams, Exploration = 2 },
            Cascade = then is null ? null : new CascadeSpec { Then = then },
        };

    private static ScoringSpec Scoring { get; } = new()
    {
        Outcome = new() { Uri = "embedded://arithmetic-reward" }, Process = new() { Endpoint = new() { Url = "http://prm:8000/v1", KeySecretRef = new("prm") } },
        Judge = new() { Endpoint = new() { Url = "http://judge:8000/v1" }, Model = "judge" },
    };

    private static Gen<StopSpec> Stop() =>
        from rule in Maybe(Gen.Elements(StopRule.None, StopRule.Beta, StopRule.Window, StopRule.Majority).Select(rule => (StopRule?)rule))
        from confidence in Maybe(Gen.Choose(51, 99))
        from window in Maybe(Gen.Choose(2, 9))
        select new StopSpec { Rule = rule, Confidence = confidence / 100.0, Window = window };

    private static Gen<BudgetSpec> Budget() =>
        from reasoning in Maybe(Gen.Choose(1, 30_000))
        from answer in Maybe(Gen.Choose(1, 2000))
        from deadline in Maybe(Gen.Choose(1, 86_400_000))
        from spent in Maybe(Gen.Elements(WhenSpent.ForceAnswer, WhenSpent.Truncate, WhenSpent.Fail).Select(spent => (WhenSpent?)spent))
        select new BudgetSpec { ReasoningTokens = reasoning, AnswerTokens = answer, WhenSpent = spent, Deadline = deadline is { } ms ? new Duration(TimeSpan.FromMilliseconds(ms)) : null };

    private static Gen<AutoscalingSpec> Scaling() =>
        from least in Maybe(Gen.Choose(1, 4))
        from most in Maybe(Gen.Choose(4, 9))
        from occupancy in Maybe(Gen.Choose(1, 100))
        select new AutoscalingSpec { MinReplicas = least, MaxReplicas = most, KeyValueOccupancy = occupancy / 100.0 };

    private static Gen<TenantSpec> Tenant() =>
        from strategies in Maybe(Gen.Elements<StrategyKind[]>([StrategyKind.MajorityVote], [StrategyKind.SingleChain, StrategyKind.MajorityVote], [StrategyKind.BestOfN, StrategyKind.WeightedVote, StrategyKind.TreeSearch]))
        from votes in Bounded(1, 64)
        from reasoning in Bounded(1, 30_000)
        from stop in Maybe(Stop())
        from share in Maybe(Gen.Choose(1, 9))
        from price in Maybe(Gen.Choose(0, 900))
        from limit in Maybe(Gen.Choose(1, int.MaxValue))
        from fields in Fields()
        select ((TenantSpec)fields) with
        {
            Name = "t",
            Keys = new TenantKeys(new SecretReference("keys")),
            Strategies = strategies,
            Votes = strategies is null ? null : votes,
            Budget = reasoning is null ? null : new TenantBudget { ReasoningTokens = reasoning },
            Stop = stop,
            Share = share,
            Price = price is { } cents ? new TenantPrice { AnswerPerMillion = cents / 100m } : null,
            Limits = limit is null ? null : new TenantLimits { TokensPerMinute = limit, TokensPerDay = limit * 1000L },
        };

    private static Gen<BoundedCount?> Bounded(int least, int most) =>
        from usual in Maybe(Gen.Choose(least, most))
        from max in Maybe(Gen.Choose(usual ?? least, most))
        from there in Gen.Elements(true, false)
        select there ? new BoundedCount(usual, max) : null;

    internal static Gen<int?> Maybe(Gen<int> some) => Gen.OneOf(Gen.Constant<int?>(null), some.Select(value => (int?)value));

    internal static Gen<T?> Maybe<T>(Gen<T> some) => Gen.OneOf(Gen.Constant(default(T)), some.Select(value => (T?)value));
}
