using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Tests.Manifests;

/// <summary>One mistake at a time in a manifest that is right otherwise: where it is said to be, and what is said of it.</summary>
public class BadManifestTests
{
    // Lines are counted in the table below; line 1 is apiVersion.
    internal const string Right = """
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata:
          name: math
        spec:
          model:
            name: r1
            uri: hf://deepseek-ai/r1
            shape: {layers: 64, attentionHeads: 40, keyValueHeads: 8, headSize: 128, parameters: "32.8e9"}
          engine:
            runtime: vllm
            accelerator: {preset: H100-80GB, perReplica: 1}
          strategy: {kind: MajorityVote, votes: 5, stop: {rule: Beta, confidence: 0.95}}
          budget: {reasoningTokens: 8192, answerTokens: 1024, deadline: 120s, whenSpent: ForceAnswer}
          tenants:
          - name: free
            keys: {secretRef: {name: free-keys}}
            strategies: [SingleChain]
          - name: pro
            keys: {secretRef: {name: pro-keys}}
            strategies: [MajorityVote, SingleChain]
            votes: {default: 5, max: 8}
            limits: {requestsPerMinute: 60}
            price: {inputPerMillion: 0.5}
          autoscaling: {minReplicas: 1, maxReplicas: 4}

        """;

    private const string Endpoints = "endpoints: [{url: http://127.0.0.1:8000/v1}]";

    [Fact]
    public void The_manifest_that_mistakes_are_put_in_has_none() => Assert.Equal([], ManifestReader.Read(Right).Errors);

    [Theory]
    // Fields and types.
    [InlineData("  name: math\n", "  nmae: math\n", 4, "metadata.nmae", "is not a field; did you mean name?")]
    [InlineData("strategy: {", "stragety: {", 13, "spec.stragety", "is not a field; did you mean strategy?")]
    [InlineData("max: 8}", "max: 8, colour: 1}", 22, "spec.tenants[1].votes.colour", "is not a field; the fields here are default and max")]
    [InlineData("    name: r1\n", "", 6, "spec.model.name", "is required")]
    [InlineData("    name: r1\n", "    name:\n", 7, "spec.model.name", "is required")]
    [InlineData("name: pro\n    keys", "keys", 19, "spec.tenants[1].name", "is required")]
    [InlineData("{secretRef: {name: pro-keys}}", "{}", 20, "spec.tenants[1].keys.secretRef", "is required")]
    [InlineData("layers: 64, ", "", 9, "spec.model.shape.layers", "is required without a preset")]
    [InlineData("name: r1", "name: 5", 7, "spec.model.name", "is the number 5; expected text; put it in quotes: \"5\"")]
    [InlineData("name: free\n", "name: no\n", 16, "spec.tenants[0].name", "is the boolean no; expected text; put it in quotes: \"no\"")]
    [InlineData("default: 5", "default: \"5\"", 22, "spec.tenants[1].votes.default", "is the text \"5\"; expected a whole number up to 2147483647; take the quotes away")]
    [InlineData("default: 5", "default: five", 22, "spec.tenants[1].votes.default", "is the text \"five\"; expected a whole number up to 2147483647")]
    [InlineData("default: 5", "default: 4.5", 22, "spec.tenants[1].votes.default", "is the number 4.5; expected a whole number up to 2147483647")]
    [InlineData("max: 8}", "max: 99999999999}", 22, "spec.tenants[1].votes.max", "is the number 99999999999; expected a whole number up to 2147483647")]
    [InlineData("{default: 5, max: 8}", "5", 22, "spec.tenants[1].votes", "is a single value; expected a mapping with default and max")]
    [InlineData("[SingleChain]", "SingleChain", 18, "spec.tenants[0].strategies", "is a single value; expected a list, each item after \"- \"")]
    [InlineData("[SingleChain]", "[]", 18, "spec.tenants[0].strategies", "is empty; list the strategies that requests may name, or leave it out")]
    [InlineData("[SingleChain]", "[SingleChain, ~]", 18, "spec.tenants[0].strategies[1]", "is empty; give it a value or take it away")]
    [InlineData("deadline: 120s", "deadline: 120", 14, "spec.budget.deadline", "is the number 120; expected a duration such as 120s, 2m or 1h30m")]
    [InlineData("deadline: 120s", "deadline: two minutes", 14, "spec.budget.deadline", "is the text \"two minutes\"; expected a duration such as 120s, 2m or 1h30m")]
    [InlineData("\"32.8e9\"", "32.8B", 9, "spec.model.shape.parameters", "is the text \"32.8B\"; expected a quantity such as \"32.8e9\" or 80Gi")]
    [InlineData("inputPerMillion: 0.5", "inputPerMillion: cheap", 24, "spec.tenants[1].price.inputPerMillion", "is the text \"cheap\"; expected a number")]
    [InlineData("confidence: 0.95", "confidence: .nan", 13, "spec.strategy.stop.confidence", "is the number .nan; expected a number")]
    [InlineData("runtime: vllm", "runtime: vllm\n    args: [--seed, 7]", 12, "spec.engine.args[1]", "is the number 7; expected text; put it in quotes: \"7\"")]
    [InlineData("runtime: vllm", "runtime: vllm\n    podTemplate: [1]", 12, "spec.engine.podTemplate", "is a list; expected a mapping")]
    [InlineData("  name: math\n", "  name: math\n  labels: {team: 7}\n", 5, "metadata.labels[team]", "is the number 7; expected text; put it in quotes: \"7\"")]
    [InlineData("    limits:", "    votes: {default: 5}\n    limits:", 23, "spec.tenants[1].votes", "is given twice, first on line 22; keep one")]
    [InlineData("requestsPerMinute: 60", "<<: {concurrent: 1}", 23, "spec.tenants[1].limits", "has a merge key (<<), which is not read; write the fields out")]
    // Names.
    [InlineData("  name: math\n", "  name: Math_1\n", 4, "metadata.name", "\"Math_1\" is not a DNS-1123 label (lower-case letters, digits and '-', with a letter or digit at both ends); try math-1")]
    [InlineData("  name: math\n", "  name: math\n  namespace: team/a\n", 5, "metadata.namespace", "\"team/a\" is not a DNS-1123 label (lower-case letters, digits and '-', with a letter or digit at both ends); try team-a")]
    [InlineData("name: pro\n", "name: Pro User\n", 19, "spec.tenants[1].name", "\"Pro User\" is not a DNS-1123 label (lower-case letters, digits and '-', with a letter or digit at both ends); try pro-user")]
    [InlineData("name: pro\n", "name: free\n", 19, "spec.tenants[1].name", "\"free\" is also the name of tenants[0]; every tenant needs its own")]
    [InlineData("name: pro-keys", "name: free-keys", 20, "spec.tenants[1].keys.secretRef", "gives the same keys as tenants[0]; every tenant needs its own")]
    [InlineData("name: pro-keys", "name: pro_keys", 20, "spec.tenants[1].keys.secretRef.name", "\"pro_keys\" is not a DNS-1123 name (lower-case letters, digits and '-', with a letter or digit at both ends); try pro-keys")]
    [InlineData("  name: math\n", "  name: math\n  labels: {team: a b}\n", 5, "metadata.labels[team]", "\"a b\" is not a label value (at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends)")]
    [InlineData("name: r1", "name: r1 large", 7, "spec.model.name", "\"r1 large\" is not a model name; give what clients send as \"model\", without spaces")]
    // Where the model is, and what runs it.
    [InlineData("hf://deepseek-ai/r1", "deepseek-ai/r1", 8, "spec.model.uri", "\"deepseek-ai/r1\" has no scheme that is known; use hf://, pvc://, oci://, s3:// or embedded://")]
    [InlineData("hf://deepseek-ai/r1", "embeded://arithmetic", 8, "spec.model.uri", "\"embeded://arithmetic\" has no scheme that is known; did you mean embedded://?")]
    [InlineData("hf://deepseek-ai/r1", "s3://", 8, "spec.model.uri", "\"s3://\" names nothing after s3://; write it without spaces, as s3://bucket/path")]
    [InlineData("hf://deepseek-ai/r1", "hf://r1", 8, "spec.model.uri", "\"hf://r1\" is not a Hugging Face model; write hf://owner/name")]
    [InlineData("    uri: hf://deepseek-ai/r1\n", "", 6, "spec.model.uri", "is required to start engines; give one, or engine.endpoints that already run")]
    [InlineData("hf://deepseek-ai/r1", "embedded://arithmetic", 11, "spec.engine.runtime", "vllm cannot load an embedded:// model; use onnx or leave it out")]
    [InlineData("runtime: vllm", "runtime: VLM", 11, "spec.engine.runtime", "\"VLM\" is not a runtime; did you mean vllm?")]
    [InlineData("runtime: vllm", "runtime: triton", 11, "spec.engine.runtime", "\"triton\" is not a runtime; use vllm, sglang, llamacpp, onnx or openai")]
    [InlineData("runtime: vllm", "runtime: openai", 11, "spec.engine.runtime", "openai only fronts engines that already run; add endpoints, or use vllm, sglang, llamacpp or onnx")]
    [InlineData("runtime: vllm", "runtime: vllm\n    keyValueTokens: 4096", 12, "spec.engine.keyValueTokens", "is fixed for onnx only; vllm sizes its own cache, which args can change")]
    [InlineData("preset: H100-80GB", "preset: H100", 12, "spec.engine.accelerator.preset", "\"H100\" is not a preset; use A100-40GB, A100-80GB, B200-192GB, GB200-NVL72, H100-80GB, H200-141GB, L40S-48GB, MI300X-192GB, TPU-v5e, TPU-v6e or Trainium2, or give memory")]
    [InlineData("preset: H100-80GB", "preset: H100-80G", 12, "spec.engine.accelerator.preset", "\"H100-80G\" is not a preset; did you mean H100-80GB?")]
    [InlineData("preset: H100-80GB, ", "", 12, "spec.engine.accelerator", "needs a preset (A100-40GB, A100-80GB, B200-192GB, GB200-NVL72, H100-80GB, H200-141GB, L40S-48GB, MI300X-192GB, TPU-v5e, TPU-v6e or Trainium2) or the memory of one device")]
    [InlineData("preset: H100-80GB", "preset: H100-80GB, memory: 80Gi", 12, "spec.engine.accelerator.memory", "cannot be set beside preset \"H100-80GB\", which says it; take one away")]
    [InlineData("perReplica: 1", "perReplica: 0", 12, "spec.engine.accelerator.perReplica", "0 is below 1; raise it to 1 or more")]
    [InlineData("keyValueHeads: 8", "keyValueHeads: 7", 9, "spec.model.shape.keyValueHeads", "40 attentionHeads cannot be shared evenly by 7; give a divisor of 40")]
    [InlineData("shape: {layers: 64, attentionHeads: 40, keyValueHeads: 8, headSize: 128, parameters: \"32.8e9\"}", "shape: {preset: Qwen3-8b}", 9, "spec.model.shape.preset", "\"Qwen3-8b\" is not a model that is known; did you mean Qwen3-8B?")]
    [InlineData("shape: {layers: 64, attentionHeads: 40, keyValueHeads: 8, headSize: 128, parameters: \"32.8e9\"}", "shape: {preset: mine}", 9, "spec.model.shape.preset", "\"mine\" is not a model that is known; give its layers, attentionHeads, keyValueHeads, headSize and parameters instead")]
    [InlineData("shape: {layers: 64, attentionHeads: 40, keyValueHeads: 8, headSize: 128, parameters: \"32.8e9\"}", "shape: {preset: QwQ-32B, layers: 64}", 9, "spec.model.shape.layers", "cannot be set beside preset \"QwQ-32B\", which says it; take one away")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", attention: {}", 9, "spec.model.shape.attention", "needs latentSize (of multi-head latent attention) or window (of layers that look back only so far)")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", attention: {window: 128, ropeSize: 64}", 9, "spec.model.shape.attention.ropeSize", "goes with latentSize; give both, or take it away")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", attention: {latentSize: 512, windowedLayers: 3}", 9, "spec.model.shape.attention.windowedLayers", "goes with window; give both, or take it away")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", attention: {window: 128, windowedLayers: 65}", 9, "spec.model.shape.attention.windowedLayers", "65 is above the 64 layers; lower it")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", experts: {count: 128, perToken: 8}", 9, "spec.model.shape.activeParameters", "is required beside experts: the parameters that one token goes through")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", activeParameters: \"3e9\"", 9, "spec.model.shape.experts", "is required beside activeParameters: count and perToken")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", activeParameters: \"33e9\", experts: {count: 128, perToken: 8}", 9, "spec.model.shape.activeParameters", "33000000000 is above the 32800000000 parameters of the whole model; lower it")]
    [InlineData("\"32.8e9\"", "\"32.8e9\", activeParameters: \"3e9\", experts: {count: 4, perToken: 8}", 9, "spec.model.shape.experts.perToken", "8 is above the 4 experts there are; lower it")]
    [InlineData("layers: 64", "layers: 0", 9, "spec.model.shape.layers", "0 is below 1; raise it to 1 or more")]
    [InlineData("\"32.8e9\"", "\"-1\"", 9, "spec.model.shape.parameters", "-1 is not above 0")]
    [InlineData("    shape:", "    answerFormat: {kind: Boxd}\n    shape:", 9, "spec.model.answerFormat.kind", "\"Boxd\" is not an answer format; did you mean Boxed?")]
    [InlineData("    shape:", "    answerFormat: {kind: Regex}\n    shape:", 9, "spec.model.answerFormat.pattern", "is required by Regex: the expression that finds the answer")]
    [InlineData("    shape:", "    answerFormat: {kind: Regex, pattern: '(a'}\n    shape:", 9, "spec.model.answerFormat.pattern", "\"(a\" is not a regular expression; check its brackets and escapes")]
    [InlineData("    shape:", "    answerFormat: {kind: Boxed, pattern: x}\n    shape:", 9, "spec.model.answerFormat.pattern", "is not taken by Boxed; take it away, or use JsonField or Regex")]
    // Strategies, votes, budgets.
    [InlineData("kind: MajorityVote", "kind: MajorityVoting", 13, "spec.strategy.kind", "\"MajorityVoting\" is not a strategy; did you mean MajorityVote?")]
    [InlineData("kind: MajorityVote", "kind: Oracle", 13, "spec.strategy.kind", "\"Oracle\" is not a strategy; use SingleChain, MajorityVote, WeightedVote, BestOfN, ConfidenceFilter, BeamSearch, DiverseTree, Lookahead, MonteCarlo, TreeSearch, Revision, Judge, Cascade or ComputeOptimal")]
    [InlineData("kind: MajorityVote", "kind: TreeSearch", 13, "spec.strategy.kind", "TreeSearch values steps by a reward model; add scoring.process, or choose another strategy")]
    [InlineData("kind: MajorityVote", "kind: Revision", 13, "spec.strategy.kind", "Revision asks a verifier what is wrong with an answer; add verification.poolRef, or choose another strategy")]
    [InlineData("kind: MajorityVote", "kind: Judge", 13, "spec.strategy.kind", "Judge has a second model compare answers; add scoring.judge, or choose another strategy")]
    [InlineData("kind: MajorityVote", "cascade: {then: BeamSearch}, kind: Cascade", 13, "spec.strategy.kind", "Cascade goes on with BeamSearch, which values steps by a reward model; add scoring.process, or make it of others")]
    [InlineData("kind: MajorityVote", "table: [{agreement: 0, strategy: BestOfN, votes: 8}], kind: ComputeOptimal", 13, "spec.strategy.kind", "ComputeOptimal goes on with BestOfN, which picks by a reward model or a verifier; add scoring.process, scoring.outcome or verification.poolRef, or make it of others")]
    [InlineData("kind: MajorityVote", "cascade: {first: Cascade}, kind: Cascade", 13, "spec.strategy.cascade.first", "Cascade cannot be a part of a strategy here; use MajorityVote, WeightedVote, BestOfN, ConfidenceFilter or Judge")]
    [InlineData("kind: MajorityVote", "table: [{agreement: 0.5, strategy: SingleChain, votes: 1}], kind: ComputeOptimal", 13, "spec.strategy.table", "has no row for agreement 0, so that nothing is done with the hardest questions; add one")]
    [InlineData("kind: MajorityVote", "table: [{agreement: 0, strategy: SingleChain, votes: 1}, {agreement: 0.5, strategy: SingleChain, votes: 1}], kind: ComputeOptimal", 13, "spec.strategy.table[1].agreement", "0.5 is not below 0 of the row before; put the rows in order, the easiest questions first")]
    [InlineData("kind: MajorityVote", "reward: {by: Process}, kind: MajorityVote", 13, "spec.strategy.reward.by", "Process needs a reward model of steps; add scoring.process, or say another")]
    [InlineData("kind: MajorityVote", "reward: {by: Verifier}, kind: MajorityVote", 13, "spec.strategy.reward.by", "Verifier needs a verifier; add verification.poolRef, or say another")]
    [InlineData("kind: MajorityVote", "confidence: {keep: 0}, kind: MajorityVote", 13, "spec.strategy.confidence.keep", "0 is not above 0 and at most 1; 0.5 is usual")]
    [InlineData("kind: MajorityVote", "search: {beams: 0}, kind: MajorityVote", 13, "spec.strategy.search.beams", "0 is below 1; raise it to 1 or more")]
    [InlineData("kind: MajorityVote", "cascade: {below: 1.5}, kind: MajorityVote", 13, "spec.strategy.cascade.below", "1.5 is above 1; lower it to 1 or less")]
    [InlineData("[MajorityVote, SingleChain]", "[MajorityVote, BestOfN]", 21, "spec.tenants[1].strategies[1]", "BestOfN picks by a reward model or a verifier; add scoring.process, scoring.outcome or verification.poolRef, or choose another strategy")]
    [InlineData("    name: r1\n", "    name: r1\n    steps: []\n", 8, "spec.model.steps", "is empty; give the text that ends a step, or leave it out for a blank line")]
    [InlineData("    name: r1\n", "    name: r1\n    steps: [\"\"]\n", 8, "spec.model.steps[0]", "is empty; give the text that ends a step, as \";\"")]
    [InlineData("  budget: {", "  scoring: {process: {}}\n  budget: {", 14, "spec.scoring.process", "needs a uri (of a model to start a scorer with) or the endpoint of a scorer that already runs")]
    [InlineData("  budget: {", "  scoring: {process: {endpoint: {url: prm}}}\n  budget: {", 14, "spec.scoring.process.endpoint.url", "is not an absolute http or https URL; write it as http://127.0.0.1:8000/v1")]
    [InlineData("  budget: {", "  scoring: {judge: {endpoint: {url: \"http://j/v1\"}, model: two words}}\n  budget: {", 14, "spec.scoring.judge.model", "\"two words\" is not a model name; give what the endpoint calls it, without spaces")]
    [InlineData("[MajorityVote, SingleChain]", "[MajorityVote, MajorityVote]", 21, "spec.tenants[1].strategies[1]", "MajorityVote is listed twice; keep one")]
    [InlineData("strategies: [SingleChain]", "strategies: [SingleChain]\n    strategy: MajorityVote", 19, "spec.tenants[0].strategy", "MajorityVote is not in strategies (SingleChain); add it there or choose one of these")]
    [InlineData("strategies: [SingleChain]", "strategies: [SingleChain]\n    votes: {default: 3}", 19, "spec.tenants[0].votes.default", "3 with SingleChain alone, which casts 1; add MajorityVote to strategies or lower it to 1")]
    [InlineData("kind: MajorityVote", "kind: SingleChain", 13, "spec.strategy.votes", "5 with SingleChain, which casts 1; use MajorityVote or take votes away")]
    [InlineData("votes: 5", "votes: 0", 13, "spec.strategy.votes", "0 is below 1; raise it to 1 or more")]
    [InlineData("votes: 5", "votes: 5000", 13, "spec.strategy.votes", "5000 is above 1024; lower it to 1024 or less")]
    [InlineData("max: 8}", "max: 3}", 22, "spec.tenants[1].votes.max", "3 is below votes.default 5; raise max to 5 or lower default")]
    [InlineData("rule: Beta", "rule: beta", 13, "spec.strategy.stop.rule", "\"beta\" is not a stop rule; did you mean Beta?")]
    [InlineData("confidence: 0.95", "confidence: 0.5", 13, "spec.strategy.stop.confidence", "0.5 is not between 0.5 and 1 (both excluded); 0.95 is usual")]
    [InlineData("confidence: 0.95", "confidence: 95", 13, "spec.strategy.stop.confidence", "95 is not between 0.5 and 1 (both excluded); 0.95 is usual")]
    [InlineData("    limits:", "    stop: {window: 1}\n    limits:", 23, "spec.tenants[1].stop.window", "1 is below 2; raise it to 2 or more")]
    [InlineData("deadline: 120s", "deadline: 0s", 14, "spec.budget.deadline", "0s is not above 0s; give a duration such as 120s, 2m or 1h30m")]
    [InlineData("    limits:", "    deadline: 48h\n    limits:", 23, "spec.tenants[1].deadline", "48h is above 24h; lower it to 24h or less")]
    [InlineData("whenSpent: ForceAnswer", "whenSpent: Force", 14, "spec.budget.whenSpent", "\"Force\" is not a way to end a spent budget; use ForceAnswer, Truncate or Fail")]
    [InlineData("answerTokens: 1024", "answerTokens: 0", 14, "spec.budget.answerTokens", "0 is below 1; raise it to 1 or more")]
    [InlineData("    limits:", "    budget: {reasoningTokens: {default: 64, max: 32}}\n    limits:", 23, "spec.tenants[1].budget.reasoningTokens.max", "32 is below reasoningTokens.default 64; raise max to 64 or lower default")]
    [InlineData("requestsPerMinute: 60", "requestsPerMinute: 0", 23, "spec.tenants[1].limits.requestsPerMinute", "0 is below 1; raise it to 1 or more")]
    [InlineData("inputPerMillion: 0.5", "inputPerMillion: -0.5", 24, "spec.tenants[1].price.inputPerMillion", "-0.5 is below 0; raise it to 0 or more")]
    [InlineData("    price:", "    share: -2\n    price:", 24, "spec.tenants[1].share", "-2 is below 1; raise it to 1 or more")]
    // What fits.
    [InlineData("reasoningTokens: 8192", "reasoningTokens: 65536", 14, "spec.budget.reasoningTokens", "66560 tokens need 17.4 GB of KV cache a chain; 1 x H100-80GB has 14.4 GB after weights, for 54931 tokens")]
    [InlineData("    limits:", "    budget: {reasoningTokens: {default: 64, max: 131072}}\n    limits:", 23, "spec.tenants[1].budget.reasoningTokens.max", "132096 tokens need 34.6 GB of KV cache a chain; 1 x H100-80GB has 14.4 GB after weights, for 54931 tokens")]
    [InlineData("H100-80GB", "L40S-48GB", 12, "spec.engine.accelerator", "weights need 65.6 GB and 1 x L40S-48GB has 48.0 GB; raise perReplica to 2")]
    [InlineData("runtime: vllm", "runtime: onnx\n    keyValueTokens: 4096", 15, "spec.budget.reasoningTokens", "8192 reasoning and 1024 answer tokens do not fit the 4096 KV tokens of a replica; lower the budget or raise engine.keyValueTokens to 9216")]
    // Replicas.
    [InlineData("maxReplicas: 4", "maxReplicas: 0", 25, "spec.autoscaling.maxReplicas", "0 is below 1; raise it to 1 or more")]
    [InlineData("minReplicas: 1, maxReplicas: 4", "minReplicas: 6, maxReplicas: 4", 25, "spec.autoscaling.maxReplicas", "4 is below minReplicas 6; raise maxReplicas to 6 or lower minReplicas")]
    [InlineData("maxReplicas: 4", "keyValueOccupancy: 80", 25, "spec.autoscaling.keyValueOccupancy", "80 is not above 0 and at most 1; 0.80 is usual")]
    [InlineData("minReplicas: 1, maxReplicas: 4", "minReplicas: 4, acceleratorBudget: 3", 25, "spec.autoscaling.acceleratorBudget", "3 is below the 4 that minReplicas 4 x perReplica 1 need; raise it or lower these")]
    // Kinds and versions.
    [InlineData("kind: ReasoningService", "kind: ReasonningService", 2, "kind", "\"ReasonningService\" is not a kind of ReasonOps; did you mean ReasoningService?")]
    [InlineData("kind: ReasoningService", "kind: Secret", 2, "kind", "\"Secret\" is not a kind of ReasonOps; use ReasoningService, VerifierPool or RolloutJob")]
    [InlineData("kind: ReasoningService\n", "", 1, "kind", "is required; write kind: ReasoningService, VerifierPool or RolloutJob")]
    [InlineData("io/v1alpha1", "io/v1", 1, "apiVersion", "\"reasonops.io/v1\" is not served; use reasonops.io/v1alpha1")]
    public void A_mistake_is_named_with_its_line_its_field_and_the_way_out(string right, string wrong, int line, string path, string message)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);

        var result = ManifestReader.Read(ReplaceFirst(Right, right, wrong));

        Assert.Equal([new ManifestError(line, path, message)], result.Errors);
        Assert.False(result.IsValid);
        Assert.Empty(result.Services);
    }

    private const string StartsEngines = "    uri: hf://deepseek-ai/r1\n    shape: {layers: 64, attentionHeads: 40, keyValueHeads: 8, headSize: 128, parameters: \"32.8e9\"}\n"
        + "  engine:\n    runtime: vllm\n    accelerator: {preset: H100-80GB, perReplica: 1}\n";

    [Theory]
    [InlineData("[]", 10, "spec.engine.endpoints", "is empty; list one engine or more, or leave endpoints out to start engines")]
    [InlineData("[{url: 127.0.0.1:8000}]", 10, "spec.engine.endpoints[0].url", "is not an absolute http or https URL; write it as http://127.0.0.1:8000/v1")]
    [InlineData("[{url: ftp://host/v1}]", 10, "spec.engine.endpoints[0].url", "is not an absolute http or https URL; write it as http://127.0.0.1:8000/v1")]
    [InlineData("[{url: http://me:secret@host/v1}]", 10, "spec.engine.endpoints[0].url", "has a user or password in it; give the key through keySecretRef")]
    [InlineData("[{url: http://host/v1?key=secret}]", 10, "spec.engine.endpoints[0].url", "has a query or fragment; end it at the API's base path, as http://127.0.0.1:8000/v1")]
    [InlineData("[{url: http://host:11434}]", 10, "spec.engine.endpoints[0].url", "\"http://host:11434\" has no path; add the API's base path, as http://host:11434/v1")]
    [InlineData("[{url: http://host/v1}, {url: http://host/v1}]", 10, "spec.engine.endpoints[1].url", "is the same as endpoints[0].url; take one away")]
    [InlineData("[{url: http://host/v1, keySecretRef: a-plain-secret}]", 10, "spec.engine.endpoints[0].keySecretRef", "is a single value; expected a mapping with name and key")]
    [InlineData("[{url: http://host/v1}]\n    accelerator: {preset: L40S-48GB}", 11, "spec.engine.accelerator", "cannot be set beside endpoints: it is for engines that are started, and these already run")]
    public void Engines_that_already_run_are_checked_as_such(string endpoints, int line, string path, string message)
    {
        var text = ReplaceFirst(Right, StartsEngines, $"  engine:\n    runtime: openai\n    endpoints: {endpoints}\n")
            .Replace("  autoscaling: {minReplicas: 1, maxReplicas: 4}\n", "", StringComparison.Ordinal);

        Assert.Equal([new ManifestError(line, path, message)], ManifestReader.Read(text).Errors);
    }

    [Fact]
    public void Endpoints_and_starting_engines_exclude_each_other()
    {
        var text = ReplaceFirst(Right, "runtime: vllm", $"runtime: vllm\n    {Endpoints}");

        Assert.Equal(["spec.model.uri", "spec.engine.accelerator", "spec.autoscaling"], ManifestReader.Read(text).Errors.Select(error => error.Path));
    }

    [Fact]
    public void Every_mistake_is_told_at_once_in_the_order_of_the_lines()
    {
        var text = Right
            .Replace("max: 8}", "max: 3}", StringComparison.Ordinal)
            .Replace("kind: MajorityVote,", "kind: MajorityVoting,", StringComparison.Ordinal)
            .Replace("reasoningTokens: 8192", "reasoningTokens: 65536", StringComparison.Ordinal);

        Assert.Equal(
        [
            "broken.yaml:13  spec.strategy.kind: \"MajorityVoting\" is not a strategy; did you mean MajorityVote?",
            "broken.yaml:14  spec.budget.reasoningTokens: 66560 tokens need 17.4 GB of KV cache a chain; 1 x H100-80GB has 14.4 GB after weights, for 54931 tokens",
            "broken.yaml:22  spec.tenants[1].votes.max: 3 is below votes.default 5; raise max to 5 or lower default",
        ], ManifestReader.Read(text).Errors.Select(error => error.Render("broken.yaml")));
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_not_judged_by_others()
    {
        var text = ReplaceFirst(Right, "default: 5, max: 8", "default: many, max: 3");

        Assert.Equal("spec.tenants[1].votes.default", Assert.Single(ManifestReader.Read(text).Errors).Path);
    }

    [Fact]
    public void What_does_nothing_is_a_warning()
    {
        var result = ManifestReader.Read(Right + "  verification: {poolRef: {name: sandboxes}}\n");

        Assert.True(result.IsValid);
        Assert.Equal([new ManifestError(26, "spec.verification", "is given, and no strategy that a tenant may have asks it")], result.Warnings);
    }

    private static string ReplaceFirst(string text, string old, string @new)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, old);
        return text[..at] + @new + text[(at + old.Length)..];
    }
}
