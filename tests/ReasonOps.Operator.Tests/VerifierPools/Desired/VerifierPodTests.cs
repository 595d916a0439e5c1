using System.Text.Json.Nodes;
using ReasonOps.Operator.VerifierPools.Desired;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.VerifierPools.Desired;

public sealed class VerifierPodTests
{
    [Theory]
    [InlineData("mode: Landlock", null, null, """{"type":"RuntimeDefault"}""", null)]
    [InlineData("runtimeClassName: gvisor", "gvisor", null, """{"type":"RuntimeDefault"}""", null)]
    [InlineData("mode: Namespaces", null, false, """{"type":"Unconfined"}""", "Unmasked")]
    public void Each_mode_asks_of_its_node_what_it_needs_and_no_more(string isolation, string? runtime, bool? hostUsers, string seccomp, string? procMount)
    {
        var pod = Pod(TestPools.Plan(TestPools.Of($"isolation: {{{isolation}}}")));
        var security = pod["containers"]![0]!["securityContext"]!;

        Assert.Equal((runtime, hostUsers, procMount), ((string?)pod["runtimeClassName"], (bool?)pod["hostUsers"], (string?)security["procMount"]));
        Assert.Equal(seccomp, security["seccompProfile"]!.ToJsonString());
        Assert.Equal("""[true,false,true,["ALL"]]""",
            new JsonArray([.. new[] { security["runAsNonRoot"], security["allowPrivilegeEscalation"], security["readOnlyRootFilesystem"], security["capabilities"]!["drop"] }.Select(node => node!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void What_a_cluster_does_not_know_is_not_asked_of_it_and_said()
    {
        var world = TestPools.World(0) with { Observed = TestPools.Observed with { Served = RecentCluster.Serving(24) } };
        var plan = TestPools.Plan(TestPools.Of("isolation: {mode: Namespaces}"), world);

        Assert.False(Pod(plan).ContainsKey("hostUsers"));
        Assert.Equal("KindNotServed", Assert.Single(plan.Remarks).Reason);
    }

    [Fact]
    public void A_pod_has_no_token_and_room_for_all_its_runs_at_once()
    {
        var pod = Pod(TestPools.Plan(TestPools.Of("isolation: {mode: Landlock}, workers: 3, limits: {memory: 1Gi, files: 32Mi, output: 2Mi}")));
        var resources = pod["containers"]![0]!["resources"]!;

        Assert.False((bool)pod["automountServiceAccountToken"]!);
        // 512 own, 64 spare, 3 x (1024 + 2 x 2 + 32).
        Assert.Equal("""{"cpu":"3","memory":"3756Mi","ephemeral-storage":"256Mi"}""", resources["limits"]!.ToJsonString());
        Assert.Equal(resources["limits"]!.ToJsonString(), resources["requests"]!.ToJsonString());
        Assert.Equal("""{"medium":"Memory","sizeLimit":"160Mi"}""", pod["volumes"]!.AsArray().Single(volume => (string)volume!["name"]! == "tmp")!["emptyDir"]!.ToJsonString());
    }

    [Fact]
    public void A_change_of_settings_restarts_verifiers_and_a_change_of_size_does_not()
    {
        var before = TestPools.Plan(TestPools.Sample);
        var scaled = TestPools.Plan(TestPools.Sample, TestPools.World(16));
        var changed = TestPools.Plan(TestPools.Sample with { Spec = TestPools.Sample.Spec with { Queue = 7 } });

        Assert.NotEqual(before.Size.Replicas, scaled.Size.Replicas);
        Assert.Equal(Pod(before).ToJsonString(), Pod(scaled).ToJsonString());
        Assert.NotEqual(Template(before).ToJsonString(), Template(changed).ToJsonString());
    }

    [Fact]
    public void Its_consumers_its_clients_and_the_operator_come_in_and_nothing_goes_out()
    {
        var policy = Find(TestPools.Plan(TestPools.Of("isolation: {mode: Landlock}")), "NetworkPolicy")["spec"]!;

        Assert.False(policy.AsObject().ContainsKey("egress"));
        Assert.Equal("""["Ingress","Egress"]""", policy["policyTypes"]!.ToJsonString());
        Assert.Equal(
        [
            """[{"podSelector":{"matchLabels":{"reasonops.io/service":"math","app.kubernetes.io/component":"gateway"}}}]""",
            """[{"podSelector":{"matchLabels":{"reasonops.io/pool-client":"sandboxes"}}}]""",
            """[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"reasonops-system"}},"podSelector":{"matchLabels":{"app.kubernetes.io/component":"operator"}}}]""",
        ], policy["ingress"]!.AsArray().Select(rule => rule!["from"]!.ToJsonString()));
        Assert.All(policy["ingress"]!.AsArray(), rule => Assert.Equal("""[{"port":8080,"protocol":"TCP"}]""", rule!["ports"]!.ToJsonString()));
    }

    private static JsonObject Find(PoolPlan plan, string kind) => Assert.Single(PoolObjects.Of(plan), child => child.Type.Kind == kind).Body;

    private static JsonNode Template(PoolPlan plan) => Find(plan, "Deployment")["spec"]!["template"]!;

    private static JsonObject Pod(PoolPlan plan) => Template(plan)["spec"]!.AsObject();
}
