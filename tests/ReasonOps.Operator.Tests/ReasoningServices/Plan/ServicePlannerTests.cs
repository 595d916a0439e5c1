using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.ReasoningServices.Desired;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Planning;

public sealed class ServicePlannerTests
{
    private const string Extras = """
          model: {name: m, uri: "embedded://arithmetic"}
          gateway: {ingress: {host: a.example.com}, route: {parentRefs: [{name: edge}]}}
          monitoring: {podMonitor: true}
        """;

    [Fact]
    public void What_the_cluster_does_not_serve_is_left_out_and_told()
    {
        var plan = TestServices.Plan(TestServices.Of(Extras), TestServices.World with { Served = new ServedKinds(new HashSet<string>(), 34) });

        Assert.Equal(
        [
            (false, "KindNotServed", "spec.monitoring.podMonitor: this cluster serves no PodMonitor (monitoring.coreos.com/v1); install the Prometheus operator, or take it away"),
            (false, "KindNotServed", "spec.gateway.ingress: this cluster serves no Ingress (networking.k8s.io/v1); use Kubernetes 1.19 or later, or take it away"),
            (false, "KindNotServed", "spec.gateway.route: this cluster serves no HTTPRoute (gateway.networking.k8s.io/v1); install the Gateway API, or take it away"),
        ], plan.Remarks.Select(remark => (remark.Blocks, remark.Reason, remark.Message)));
        Assert.DoesNotContain(Children.Names(plan), name => name.StartsWith("PodDisruptionBudget") || name.EndsWith("Monitor/math") || name.StartsWith("Ingress"));
        Assert.Contains("Deployment/math-engine", Children.Names(plan));
    }

    [Theory]
    [InlineData("{name: m, uri: \"hf://a/b\"}", "{runtime: vllm, accelerator: {preset: H100-80GB, perReplica: 16, nodes: 2}}", "KindNotServed",
        "spec.engine.accelerator.nodes: 2 needs LeaderWorkerSet")]
    [InlineData("{name: m, uri: \"hf://a/b\"}", "{runtime: onnx}", "ModelSourceNotServed", "spec.model.uri: onnx loads embedded://")]
    [InlineData("{name: m, uri: \"hf://a/b@c\"}", "{runtime: llamacpp}", "ModelSourceNotServed", "spec.model.uri: llamacpp downloads no revision")]
    [InlineData("{name: m, uri: \"hf://a/b\"}", "{runtime: sglang}", "AcceleratorMissing", "spec.engine.accelerator: sglang's own image needs one")]
    public void Engines_that_cannot_be_started_are_not_made_and_the_gateway_is(string model, string engine, string reason, string says)
    {
        var served = RecentCluster.Serving();
        var without = served with { Kinds = served.Kinds.Except(["leaderworkerset.x-k8s.io/v1/LeaderWorkerSet"]).ToHashSet() };
        var plan = TestServices.Plan(TestServices.Of($"  model: {model}\n  engine: {engine}"), TestServices.World with { Served = without });

        var remark = Assert.Single(plan.Remarks);
        Assert.Equal((true, reason), (remark.Blocks, remark.Reason));
        Assert.StartsWith(says, remark.Message);
        Assert.Equal((true, false), (plan.StartsEngines, plan.CanStartEngines));
        Assert.DoesNotContain(Children.Names(plan), name => name.Contains("engine"));
        Assert.Contains("Deployment/math-gateway", Children.Names(plan));
    }

    [Theory]
    [InlineData("replicas: 9", 4, "spec.replicas: 9 is above autoscaling.maxReplicas 4; 4 run")]
    [InlineData("replicas: 0", 0, null)]
    [InlineData("replicas: 3", 3, null)]
    public void Replicas_beyond_their_bounds_are_told(string replicas, int planned, string? says)
    {
        var plan = TestServices.Plan(TestServices.Of($$"""
              model: {name: m, uri: "embedded://arithmetic"}
              autoscaling: {mode: External, minReplicas: 2, maxReplicas: 4}
              {{replicas}}
            """));

        Assert.Equal(planned, plan.EngineReplicas);
        Assert.Equal(says is null ? [] : [new Remark(false, "ReplicasClamped", says)], plan.Remarks);
        Assert.Equal(planned, (int)Children.Find(plan, "Deployment", "math-engine")["spec"]!["replicas"]!);
    }

    [Theory]
    [InlineData("math", "math", "math-engine")]
    [InlineData("9lives", "s9lives", "s9lives-engine")]
    public void Names_of_children_are_names_of_services(string name, string endpoint, string engine)
    {
        var plan = TestServices.Plan(TestServices.Of("  model: {name: m, uri: \"embedded://arithmetic\"}", name));

        Assert.Equal((engine, $"http://{endpoint}.team-a/v1"), (plan.EngineName, plan.Endpoint));
        Assert.Contains($"Service/{endpoint}", Children.Names(plan));
    }

    [Theory]
    [InlineData("hf://a/b", typeof(HuggingFaceSource), "HuggingFaceSource { Repository = a/b, Revision =  }")]
    [InlineData("hf://a/b@v1", typeof(HuggingFaceSource), "HuggingFaceSource { Repository = a/b, Revision = v1 }")]
    [InlineData("pvc://claim", typeof(ClaimSource), "ClaimSource { Claim = claim, Path =  }")]
    [InlineData("pvc://claim/a/b/", typeof(ClaimSource), "ClaimSource { Claim = claim, Path = a/b }")]
    [InlineData("oci://registry:5000/a@sha256:0", typeof(ImageSource), "ImageSource { Reference = registry:5000/a@sha256:0 }")]
    [InlineData("s3://bucket/a/b", typeof(BucketSource), "BucketSource { Bucket = bucket, Path = a/b }")]
    [InlineData("embedded://arithmetic", typeof(EmbeddedSource), "EmbeddedSource { Uri = embedded://arithmetic }")]
    public void A_models_place_is_read_from_its_address(string uri, Type kind, string source)
    {
        Assert.IsType(kind, ModelSource.Of(uri));
        Assert.Equal(source, ModelSource.Of(uri).ToString());
    }
}
