using System.Text.Json;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Tests.ReasoningServices.Status;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.VerifierPools.Status;

namespace ReasonOps.Operator.Tests.VerifierPools.Status;

public sealed class PoolStatusTests
{
    [Fact]
    public void A_pool_that_serves_says_who_asked_for_how_much()
    {
        var status = PoolStatus.Of(Input(TestPools.Plan(TestPools.Sample, TestPools.World(8, new PoolLoad(3, 1, 0))), Verifiers(56, 56)));

        Assert.Equal(["Ready", "Accepted", "Available", "Progressing", "ScalingActive"], status.Conditions!.Select(condition => condition.Type));
        Assert.Equal([("True", "Serving"), ("True", "Accepted"), ("True", "Available"), ("False", "UpToDate"), ("True", "Sized")],
            status.Conditions!.Select(condition => (condition.Status, condition.Reason)));
        Assert.Equal(("Math,Python,JavaScript,Proof", "56/56", 56, 3, "1:4"), (status.Checks, status.Verifiers, status.Floor, status.Queue, status.Ratio));
        Assert.Equal([("ReasoningService", "math", 8, 56)], status.Consumers!.Select(one => (one.Kind, one.Name, one.Accelerators, one.Replicas)));
        Assert.Equal("http://sandboxes-verifier.team-a.svc.cluster.local:8080", status.Endpoint);
    }

    [Theory]
    [InlineData("", 0, 1, 0, "Ready", "False", "VerifiersUnavailable")]
    [InlineData("", 0, 1, 1, "Ready", "True", "Serving")]
    [InlineData("replicas: 0,", 8, 0, 0, "Ready", "True", "ScaledToZero")]
    [InlineData("replicas: 2,", 8, 2, 2, "ScalingActive", "False", "FixedReplicas")]
    [InlineData("keys: {secretRef: {name: nobodys}},", 0, 1, 1, "Ready", "False", "CallerKeysMissing")]
    public void Conditions_say_what_is(string spec, int accelerators, int wanted, int ready, string type, string status, string reason)
    {
        var plan = TestPools.Plan(TestPools.Of($"isolation: {{mode: Landlock}}, {spec} sizing: {{maxReplicas: 8}}"), TestPools.World(accelerators));
        var said = Assert.Single(PoolStatus.Of(Input(plan, Verifiers(wanted, ready))).Conditions!, condition => condition.Type == type);

        Assert.Equal((status, reason), (said.Status, said.Reason));
    }

    [Fact]
    public void The_last_five_decisions_are_kept_each_told_once_and_only_when_it_stands()
    {
        VerifierPoolStatus? last = null;
        for (var accelerators = 1; accelerators <= 7; accelerators++)
        {
            var plan = TestPools.Plan(TestPools.Sample, TestPools.World(accelerators), replicas: 7 * (accelerators - 1));
            var before = last;
            last = PoolStatus.Of(Input(plan, Verifiers(7 * (accelerators - 1), 0)) with { Last = before });
            Assert.Equal(before?.Scaling, last.Scaling);
            last = PoolStatus.Of(Input(plan, Verifiers(7 * accelerators, 0)) with { Last = before });
        }

        Assert.Equal([(42, 49), (35, 42), (28, 35), (21, 28), (14, 21)], last!.Scaling!.History!.Select(decision => (decision.From, decision.To)));
        Assert.Equal("the accelerators of the consumers ask for 49", last.Scaling.History![0].Reason);
        var same = TestPools.Plan(TestPools.Sample, TestPools.World(7), replicas: 49);
        Assert.Equal(last.Scaling, PoolStatus.Of(Input(same, Verifiers(49, 0)) with { Last = last }).Scaling);
    }

    [Fact]
    public void The_same_world_seen_again_later_gives_the_same_status()
    {
        var input = Input(TestPools.Plan(TestPools.Sample, TestPools.World(8), replicas: 60), Verifiers(60, 60));
        var first = PoolStatus.Of(input);

        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(PoolStatus.Of(input with { Last = first, Now = TestPools.Noon.AddHours(1) })));
    }

    [Fact]
    public void A_pool_that_cannot_be_read_keeps_what_it_said()
    {
        var first = PoolStatus.Of(Input(TestPools.Plan(TestPools.Sample), Verifiers(56, 56)));
        var next = PoolStatus.Of(Input(null, Verifiers(56, 56)) with { Last = first, Errors = ["spec.checks: is empty"] });

        Assert.Equal((first.Floor, first.Checks, "56/56"), (next.Floor, next.Checks, next.Verifiers));
        Assert.Equal("spec.checks: is empty", Assert.Single(next.Conditions!, condition => condition.Type == "Accepted").Message);
        Assert.Equal("True", Assert.Single(next.Conditions!, condition => condition.Type == "Ready").Status);
    }

    private static StatusInput<PoolPlan, VerifierPoolStatus> Input(PoolPlan? plan, params ApiObject?[] objects) =>
        new() { Owner = TestPools.Owner, Plan = plan, Observed = Scene.World(objects), Now = TestPools.Noon };

    private static ApiObject Verifiers(int wanted, int ready) => Scene.Object($$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": {"name": "sandboxes-verifier", "namespace": "team-a", "generation": 2},
          "spec": {"replicas": {{wanted}}, "selector": {"matchLabels": {"reasonops.io/pool": "sandboxes"} } },
          "status": {"observedGeneration": 2, "replicas": {{wanted}}, "readyReplicas": {{ready}}, "updatedReplicas": {{wanted}} }
        }
        """);
}
