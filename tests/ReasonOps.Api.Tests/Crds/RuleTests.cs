using System.Text.Json.Nodes;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>Every CEL rule has a twin in the reader: a server without CEL loses nothing, but that some fields stay as they were.</summary>
public class RuleTests
{
    private static readonly JsonObject Weights = FullManifests.OnAccelerators, Memory = FullManifests.OnOtherDevices, Embedded = FullManifests.Embedded, Fronted = FullManifests.Fronted,
        Pool = FullManifests.Pool, OwnRatio = FullManifests.PoolOfOwnRatio, Job = FullManifests.Job;

    // A rule's message, the manifest that is right otherwise, and what is put into its spec; null takes away.
    private static readonly (string Message, JsonObject Right, string Path, string? Value, string ErrorAt)[] Cases =
    [
        ("give model.uri to start engines", Fronted, "model.uri", "\"hf://o/n\"", "spec.model.uri"),
        ("give model.uri to start engines", Memory, "model.uri", null, "spec.model.uri"),
        ("autoscaling cannot be set beside engine.endpoints", Fronted, "autoscaling", "{}", "spec.autoscaling"),
        ("replicas cannot be set beside engine.endpoints", Fronted, "replicas", "2", "spec.replicas"),
        ("replicas cannot be set beside engine.endpoints", Fronted, "replicas", "0", "spec.replicas"),
        ("only the onnx runtime loads an embedded:// model", Embedded, "engine", """{"runtime": "vllm"}""", "spec.engine.runtime"),
        ("keyValueTokens is fixed for the onnx runtime only", Memory, "engine.keyValueTokens", "16384", "spec.engine.keyValueTokens"),
        ("keyValueTokens is fixed for the onnx runtime only", Weights, "engine.keyValueTokens", "16384", "spec.engine.keyValueTokens"),
        ("autoscaling.acceleratorBudget is below", Weights, "autoscaling.acceleratorBudget", "3", "spec.autoscaling.acceleratorBudget"),
        ("cache is for weights that are downloaded", Embedded, "model.cache", """{"size": "1Gi"}""", "spec.model.cache"),
        ("cache is for weights that are downloaded", Memory, "model.uri", "\"pvc://claim/r1\"", "spec.model.cache"),
        ("cache is for weights that are downloaded", Fronted, "model.cache", """{"size": "1Gi"}""", "spec.model.cache"),
        ("credentialsRef is for weights that are downloaded", Embedded, "model.credentialsRef", """{"name": "hub"}""", "spec.model.credentialsRef"),
        ("credentialsRef is for weights that are downloaded", Fronted, "model.credentialsRef", """{"name": "hub"}""", "spec.model.credentialsRef"),
        ("give claimName or size", Memory, "model.cache", "{}", "spec.model.cache"),
        ("give claimName or size", Memory, "model.cache.claimName", "\"weights\"", "spec.model.cache.size"),
        ("attentionHeads must be a multiple of keyValueHeads", Weights, "model.shape.keyValueHeads", "7", "spec.model.shape.keyValueHeads"),
        ("give a preset, or layers, attentionHeads, headSize and parameters", Weights, "model.shape.layers", null, "spec.model.shape.layers"),
        ("beside a preset only weightBits and keyValueBits can be set", Memory, "model.shape.headSize", "64", "spec.model.shape.headSize"),
        ("attention.windowedLayers is above layers", Weights, "model.shape.attention.windowedLayers", "65", "spec.model.shape.attention.windowedLayers"),
        ("experts and activeParameters belong together", Weights, "model.shape.experts", null, "spec.model.shape.experts"),
        ("give latentSize or window", Weights, "model.shape.attention", "{}", "spec.model.shape.attention"),
        ("ropeSize goes with latentSize", Weights, "model.shape.attention.latentSize", null, "spec.model.shape.attention.ropeSize"),
        ("windowedLayers goes with window", Weights, "model.shape.attention.window", null, "spec.model.shape.attention.windowedLayers"),
        ("perToken is above count", Weights, "model.shape.experts.perToken", "129", "spec.model.shape.experts.perToken"),
        ("JsonField and Regex need a pattern", Weights, "model.answerFormat.pattern", null, "spec.model.answerFormat.pattern"),
        ("JsonField and Regex need a pattern", Weights, "model.answerFormat.kind", "\"Boxed\"", "spec.model.answerFormat.pattern"),
        ("beside endpoints only runtime can be set", Fronted, "engine.args", "[]", "spec.engine.args"),
        ("beside endpoints only runtime can be set", Fronted, "engine.image", "\"x\"", "spec.engine.image"),
        ("openai only fronts engines that already run", Memory, "engine.runtime", "\"openai\"", "spec.engine.runtime"),
        ("only vllm and sglang span nodes", Weights, "engine.runtime", "\"llamacpp\"", "spec.engine.accelerator.nodes"),
        ("give a preset or the memory of one device", Memory, "engine.accelerator", "{}", "spec.engine.accelerator"),
        ("give a preset or the memory of one device", Memory, "engine.accelerator.preset", "\"H100-80GB\"", "spec.engine.accelerator.memory"),
        ("perReplica must be a multiple of nodes", Weights, "engine.accelerator.nodes", "3", "spec.engine.accelerator.perReplica"),
        ("give value or valueFrom", Weights, "engine.env[1].value", "\"x\"", "spec.engine.env[1]"),
        ("SingleChain casts 1 vote; use MajorityVote", Weights, "strategy.kind", "\"SingleChain\"", "spec.strategy.votes"),
        ("table has no row for agreement 0", Weights, "strategy.table[1].agreement", "0.1", "spec.strategy.table"),
        ("table has no row for agreement 0", Weights, "tenants[0].table[1].agreement", "0.1", "spec.tenants[0].table"),
        ("BeamSearch, DiverseTree, Lookahead and TreeSearch value steps", Memory, "strategy", """{"kind": "BeamSearch"}""", "spec.strategy.kind"),
        ("BeamSearch, DiverseTree, Lookahead and TreeSearch value steps", Memory, "tenants[1].strategies", """["MajorityVote", "TreeSearch"]""", "spec.tenants[1].strategies[1]"),
        ("BeamSearch, DiverseTree, Lookahead and TreeSearch value steps", Memory, "tenants[1].strategy", "\"Lookahead\"", "spec.tenants[1].strategy"),
        ("BestOfN picks by a reward model or a verifier", Memory, "tenants[1].strategy", "\"BestOfN\"", "spec.tenants[1].strategy"),
        ("Revision asks a verifier", Memory, "tenants[1].strategy", "\"Revision\"", "spec.tenants[1].strategy"),
        ("Judge has a second model compare answers", Memory, "strategy", """{"kind": "Judge"}""", "spec.strategy.kind"),
        ("strategy.reward.by Process needs", Memory, "strategy", """{"kind": "MajorityVote", "reward": {"by": "Process"}}""", "spec.strategy.reward.by"),
        ("strategy.reward.by Outcome needs", Memory, "strategy", """{"kind": "MajorityVote", "reward": {"by": "Outcome"}}""", "spec.strategy.reward.by"),
        ("strategy.reward.by Verifier needs", Memory, "strategy", """{"kind": "MajorityVote", "reward": {"by": "Verifier"}}""", "spec.strategy.reward.by"),
        ("give a uri to start a scorer", Weights, "scoring.outcome", "{}", "spec.scoring.outcome"),
        ("give a uri to start a scorer", Weights, "scoring.process.uri", "\"hf://o/n\"", "spec.scoring.process.uri"),
        ("must be above 0s and at most 24h", Weights, "budget.deadline", "\"0s\"", "spec.budget.deadline"),
        ("must be above 0s and at most 24h", Weights, "tenants[0].deadline", "\"24h1s\"", "spec.tenants[0].deadline"),
        ("must be 0s or more and at most 24h", Weights, "autoscaling.scaleDown.stabilization", "\"25h\"", "spec.autoscaling.scaleDown.stabilization"),
        ("strategy is not in strategies", Weights, "tenants[0].strategies", "[\"SingleChain\"]", "spec.tenants[0].strategy"),
        ("SingleChain casts 1 vote; add MajorityVote", Memory, "tenants[1]", """{"name": "u", "keys": {"secretRef": {"name": "l"}}, "strategies": ["SingleChain"], "votes": {"max": 2}}""", "spec.tenants[1].votes.max"),
        ("max is below default", Weights, "tenants[0].votes.max", "4", "spec.tenants[0].votes.max"),
        ("max is below default", Weights, "tenants[0].budget.reasoningTokens.default", "129", "spec.tenants[0].budget.reasoningTokens.max"),
        ("maxReplicas is below minReplicas", Weights, "autoscaling.minReplicas", "9", "spec.autoscaling.maxReplicas"),
        ("maxReplicas is below minReplicas", Pool, "sizing.minReplicas", "65", "spec.sizing.maxReplicas"),
        ("give a mode: Namespaces, Landlock or RuntimeClass", Pool, "isolation", "{}", "spec.isolation.mode"),
        ("mode RuntimeClass and runtimeClassName go together", Pool, "isolation.mode", "\"Landlock\"", "spec.isolation.runtimeClassName"),
        ("mode RuntimeClass and runtimeClassName go together", OwnRatio, "isolation.mode", "\"RuntimeClass\"", "spec.isolation.runtimeClassName"),
        ("give a preset, or accelerators and coresPerCpu", Pool, "sizing.ratio.accelerators", "4", "spec.sizing.ratio.accelerators"),
        ("give a preset, or accelerators and coresPerCpu", OwnRatio, "sizing.ratio.coresPerCpu", null, "spec.sizing.ratio.coresPerCpu"),
        ("least is above rolloutsPerProblem", Job, "search.least", "65", "spec.search.least"),
        ("name the poolRef of a VerifierPool, or a judge, or both", Job, "verify", "{}", "spec.verify"),
        ("must be above 0s and at most 10000h", Job, "activeDeadline", "\"0s\"", "spec.activeDeadline"),
        ("must be 0s or more and at most 10000h", Job, "ttlAfterFinished", "\"10001h\"", "spec.ttlAfterFinished"),
        ("must be above 0s and at most 1h", Job, "checkpoint.every", "\"61m\"", "spec.checkpoint.every"),
        ("must be above 0s and at most 1h", Pool, "limits.wall", "\"61m\"", "spec.limits.wall"),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Fact]
    public void Every_rule_has_a_case() =>
        Assert.Equal([], SchemaTests.RulesOf().Where(rule => !rule.Rule.Contains("oldSelf")).Select(rule => rule.Message).Where(message => !Cases.Any(each => message.StartsWith(each.Message, StringComparison.Ordinal))));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void What_only_CEL_would_refuse_the_reader_refuses_where_it_was_written(int number)
    {
        var (message, right, path, value, errorAt) = Cases[number];
        Assert.Contains(SchemaTests.RulesOf(), rule => rule.Message.StartsWith(message, StringComparison.Ordinal));
        var wrong = Put(right, path, value);

        Assert.Equal([], SchemaServer.Errors(wrong));
        Assert.Contains(errorAt, FullManifests.Read(wrong).Errors.Select(error => error.Path));
        Assert.Contains(errorAt, FullManifests.Read(SchemaServer.Defaulted(wrong)).Errors.Select(error => error.Path));
    }

    /// <summary>A manifest that breaks one rule, and how its message begins.</summary>
    internal static (string Message, JsonObject Wrong) Case(int number) => (Cases[number].Message, Put(Cases[number].Right, Cases[number].Path, Cases[number].Value));

    private static JsonObject Put(JsonObject right, string path, string? value)
    {
        var whole = right.DeepClone().AsObject();
        var steps = path.Split('.', '[');
        var at = steps.SkipLast(1).Aggregate(whole["spec"]!, (node, step) => step.EndsWith(']') ? node[int.Parse(step[..^1])]! : node[step]!);
        if (steps[^1].EndsWith(']'))
            at[int.Parse(steps[^1][..^1])] = JsonNode.Parse(value!);
        else if (value is null)
            at.AsObject().Remove(steps[^1]);
        else
            at[steps[^1]] = JsonNode.Parse(value);
        return whole;
    }
}
