using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>Right manifests that together write every field of a spec.</summary>
internal static class FullManifests
{
    private const string Fields = """
        "minReasoningTokens": 16, "reward": {"by": "Process", "aggregate": "Min"}, "confidence": {"window": 64, "warmUp": 3, "keep": 0.4},
          "search": {"beams": 2, "depth": 8, "lookahead": 2, "completions": 3, "exploration": 1.5, "branching": 2}, "cascade": {"first": "MajorityVote", "firstVotes": 2, "below": 0.5, "then": "BeamSearch"},
          "probe": 2, "table": [{"agreement": 0.9, "strategy": "MajorityVote", "votes": 2}, {"agreement": 0, "strategy": "WeightedVote", "votes": 8}]
        """;

    private const string Tenants = """
        [{"name": "t", "keys": {"secretRef": {"name": "k", "key": "entry"}}, "strategy": "MajorityVote", "strategies": ["MajorityVote", "SingleChain"], FIELDS,
          "votes": {"default": 5, "max": 8}, "stop": {"rule": "Window", "confidence": 0.9, "window": 4}, "deadline": "90s", "whenSpent": "Fail", "share": 2, "priority": "High",
          "budget": {"reasoningTokens": {"default": 64, "max": 128}, "answerTokens": 32},
          "limits": {"requestsPerMinute": 60, "tokensPerMinute": 200000, "concurrent": 32, "tokensPerDay": 50000000},
          "price": {"inputPerMillion": 0.5, "reasoningPerMillion": 2, "answerPerMillion": 2}},
         {"name": "u", "keys": {"secretRef": {"name": "l"}}}]
        """;

    private const string Common = """
        "strategy": {"kind": "MajorityVote", "votes": 5, "stop": {"rule": "Beta", "confidence": 0.95, "window": 5}, FIELDS},
        "budget": {"reasoningTokens": 8192, "answerTokens": 1024, "deadline": "2m", "whenSpent": "ForceAnswer"},
        "verification": {"poolRef": {"name": "sandboxes"}},
        "gateway": {"replicas": 2, "image": "registry/gateway:1",
          "podTemplate": {"metadata": {"labels": {"team": "a"}, "annotations": {"a/b": "x y"}}, "spec": {"priorityClassName": "high"}},
          "ingress": {"host": "math.example.com", "className": "nginx", "tlsSecretName": "math-tls", "annotations": {"a/b": "c"}},
          "route": {"parentRefs": [{"name": "public"}], "hostnames": ["*.example.com", "math.example.com"]}},
        "ledger": {"postgres": {"secretRef": {"name": "db", "key": "url"}, "port": 6432}},
        "monitoring": {"podMonitor": true, "labels": {"release": "prometheus"}}
        """;

    public static JsonObject OnAccelerators { get; } = Parse("""
        {"replicas": 2, "tenants": TENANTS, COMMON,
         "scoring": {"outcome": {"uri": "hf://o/orm"}, "process": {"endpoint": {"url": "http://prm/v1", "keySecretRef": {"name": "k", "key": "e"} } },
           "judge": {"endpoint": {"url": "http://judge/v1", "keySecretRef": {"name": "k", "key": "e"} }, "model": "j"} },
         "model": {"name": "r1", "uri": "hf://deepseek-ai/r1", "cache": {"claimName": "weights"}, "credentialsRef": {"name": "hub"}, "answerFormat": {"kind": "Regex", "pattern": "x"},
           "shape": {"layers": 64, "attentionHeads": 40, "keyValueHeads": 8, "headSize": 128, "parameters": "32.8e9", "weightBits": 16, "keyValueBits": 8, "activeParameters": "3.3e9",
             "attention": {"latentSize": 512, "ropeSize": 64, "window": 128, "windowedLayers": 32}, "experts": {"count": 128, "perToken": 8, "weightBits": 4} } },
         "engine": {"runtime": "vllm", "args": ["--seed", "7"], "image": "vllm:1", "env": [{"name": "A", "value": "b"}, {"name": "C", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}} }],
           "accelerator": {"preset": "H100-80GB", "perReplica": 4, "nodes": 2, "bandwidth": "3.35e12", "flops": 989000000000000, "resourceName": "nvidia.com/gpu",
             "nodeSelector": {"gpu": "h100"}, "tolerations": [{"key": "gpu", "operator": "Exists"}] },
           "volumes": [{"name": "v", "emptyDir": {} }], "volumeMounts": [{"name": "v", "mountPath": "/v"}],
           "podTemplate": {"metadata": {"labels": {"team": "a"}, "annotations": {"a/b": "x y"} }, "spec": {"containers": [{"name": "engine"}]} } },
         "autoscaling": {"minReplicas": 1, "maxReplicas": 8, "keyValueOccupancy": 0.8, "acceleratorBudget": 32, "mode": "External", "scaleDown": {"stabilization": "5m", "toZeroAfter": "10m"} } }
        """);

    public static JsonObject OnOtherDevices { get; } = Parse("""
        {"tenants": [{"name": "t", "keys": {"secretRef": {"name": "k"} } }, {"name": "u", "keys": {"secretRef": {"name": "l"} } }], "model": {"name": "r1", "uri": "s3://bucket/r1", "cache": {"size": "80Gi"}, "shape": {"preset": "Qwen3-8B"} }, "engine": {"accelerator": {"memory": "80e9"} } }
        """);

    public static JsonObject Embedded { get; } = Parse("""
        {"tenants": TENANTS, COMMON,
         "scoring": {"outcome": {"uri": "hf://o/orm"}, "process": {"endpoint": {"url": "http://prm/v1", "keySecretRef": {"name": "k", "key": "e"} } },
           "judge": {"endpoint": {"url": "http://judge/v1", "keySecretRef": {"name": "k", "key": "e"} }, "model": "j"} },
         "model": {"name": "m", "uri": "embedded://arithmetic", "steps": [";"]}, "engine": {"runtime": "onnx", "keyValueTokens": 16384} }
        """);

    public static JsonObject Fronted { get; } = Parse("""
        {"tenants": TENANTS, COMMON, "model": {"name": "m"},
         "scoring": {"process": {"uri": "hf://o/prm"}, "outcome": {"endpoint": {"url": "http://orm/v1", "keySecretRef": {"name": "k", "key": "e"} } },
           "judge": {"endpoint": {"url": "http://judge/v1", "keySecretRef": {"name": "k", "key": "e"} }, "model": "j"} },
         "engine": {"runtime": "openai", "endpoints": [{"url": "http://h/v1", "model": "x", "keySecretRef": {"name": "k", "key": "e"} }, {"url": "http://i/v1"}]} }
        """);

    public static JsonObject Pool { get; } = Parse("""
        {"checks": ["Math", "Python"], "isolation": {"mode": "RuntimeClass", "runtimeClassName": "gvisor"}, "workers": 2, "queue": 64, "replicas": 3, "image": "registry/verifier:1",
         "limits": {"cpu": "10s", "wall": "20s", "memory": "512Mi", "processes": 64, "output": "1Mi", "files": "16Mi", "network": "None"},
         "sizing": {"ratio": {"preset": "HGX", "coresPerCpu": 64}, "serves": [{"kind": "ReasoningService", "name": "math"}], "minReplicas": 1, "maxReplicas": 64},
         "keys": {"secretRef": {"name": "callers", "key": "one"} }, "monitoring": {"podMonitor": true, "labels": {"release": "prometheus"} },
         "podTemplate": {"metadata": {"labels": {"team": "a"}, "annotations": {"a/b": "x y"} }, "spec": {"containers": [{"name": "verifier"}]} } }
        """, VerifierPool.KindName);

    public static JsonObject PoolOfOwnRatio { get; } = Parse("""
        {"checks": ["Proof"], "isolation": {"mode": "Landlock"}, "sizing": {"ratio": {"cpus": 2, "accelerators": 8, "coresPerCpu": 96}, "maxReplicas": 8} }
        """, VerifierPool.KindName);

    public static JsonObject Job { get; } = Parse("""
        {"problems": {"uri": "s3://problems/train.jsonl.gz", "shape": "Gsm8k", "template": "Solve: {prompt}", "variants": 2, "paraphrase": "Say otherwise: {prompt}",
           "fields": {"id": "i", "prompt": "q", "answer": "a", "answerFormat": "Boxed", "check": "c", "tests": "t", "entryPoint": "e"} }, "policy": {"serviceRef": {"name": "math"} },
         "search": {"kind": "Branching", "rolloutsPerProblem": 64, "rolloutsPerTree": 16, "least": 8, "precision": 0.2, "branching": 4, "maxDepth": 12, "reasoningTokens": 8192, "answerTokens": 512, "temperature": 0.9},
         "verify": {"poolRef": {"name": "sandboxes"}, "checks": ["Math"], "judge": {"serviceRef": {"name": "judges"} } }, "labels": {"steps": "Soft"},
         "prune": {"outcomeThreshold": 0.5, "keepWrong": false, "keepPerProblem": 8, "dropUnanimous": true, "maxTokens": 4096, "maxOverlap": 0.8}, "retries": 2, "hint": true, "seed": 7,
         "output": {"uri": "pvc://datasets/berry", "formats": ["Trajectories", "Sft"], "logprobs": true}, "parallelism": 8, "partitions": 64, "suspend": true, "backoffLimit": 3, "activeDeadline": "24h", "ttlAfterFinished": "1h",
         "worker": {"image": "registry/worker:1", "podTemplate": {"metadata": {"labels": {"team": "a"}, "annotations": {"a/b": "x y"} }, "spec": {"containers": [{"name": "worker"}]} } },
         "s3": {"endpoint": "http://minio:9000", "region": "eu-central-1", "pathStyle": true, "secretRef": {"name": "bucket"} }, "checkpoint": {"every": "1m"} }
        """, RolloutJob.KindName);

    public static IReadOnlyList<JsonObject> All { get; } = [OnAccelerators, OnOtherDevices, Embedded, Fronted, Pool, PoolOfOwnRatio, Job];

    public static ManifestResult Read(JsonObject whole)
    {
        using var json = System.Text.Json.JsonDocument.Parse(whole.ToJsonString());
        return ManifestReader.ReadObject(json.RootElement);
    }

    private static JsonObject Parse(string spec, string kind = ReasoningService.KindName) => new()
    {
        ["apiVersion"] = ReasoningService.Version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = "math" },
        ["spec"] = JsonNode.Parse(spec.Replace("TENANTS", Tenants, StringComparison.Ordinal).Replace("COMMON", Common, StringComparison.Ordinal).Replace("FIELDS", Fields, StringComparison.Ordinal)),
    };
}
