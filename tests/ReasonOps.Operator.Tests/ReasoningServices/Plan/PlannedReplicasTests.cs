using ReasonOps.Api.Defaulting;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Forecasts;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.ReasoningServices.Desired;

namespace ReasonOps.Operator.Tests.ReasoningServices.Planning;

public sealed class PlannedReplicasTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", ScaledBy.Hand, 1)]
    [InlineData("replicas: 3", ScaledBy.Hand, 3)]
    [InlineData("autoscaling: {minReplicas: 2, maxReplicas: 2}", ScaledBy.Hand, 2)]
    [InlineData("autoscaling: {maxReplicas: 4}", ScaledBy.Demand, 1)]
    [InlineData("replicas: 3, autoscaling: {maxReplicas: 4}", ScaledBy.Demand, 3)]
    [InlineData("replicas: 0, autoscaling: {maxReplicas: 4}", ScaledBy.Hand, 0)]
    [InlineData("replicas: 0, autoscaling: {minReplicas: 0, maxReplicas: 4}", ScaledBy.Hand, 0)]
    [InlineData("replicas: 3, autoscaling: {mode: External, maxReplicas: 4}", ScaledBy.Outside, 3)]
    [InlineData("replicas: 0, autoscaling: {mode: External, maxReplicas: 4}", ScaledBy.Hand, 0)]
    [InlineData("replicas: 0, autoscaling: {mode: External, minReplicas: 0, maxReplicas: 4}", ScaledBy.Outside, 0)]
    public void Who_decides_and_what_it_begins_with(string spec, ScaledBy by, int wanted)
    {
        var planned = PlannedReplicas.Unseen(Spec(spec));

        Assert.Equal((by, wanted), (planned.By, planned.Wanted));
    }

    [Theory]
    // 16,384 tokens each, 80 % of them.
    [InlineData("autoscaling: {maxReplicas: 8}", 30_000, 3)]
    [InlineData("autoscaling: {maxReplicas: 2}", 30_000, 2)]
    [InlineData("autoscaling: {maxReplicas: 8, keyValueOccupancy: 0.4}", 30_000, 5)]
    [InlineData("replicas: 1, autoscaling: {mode: External, maxReplicas: 8}", 30_000, 1)]
    [InlineData("replicas: 0, autoscaling: {maxReplicas: 8}", 30_000, 0)]
    [InlineData("autoscaling: {maxReplicas: 8, acceleratorBudget: 5}, engine: {runtime: onnx, accelerator: {memory: \"80e9\", perReplica: 2}}", 300_000, 2)]
    public void Demand_decides_within_the_bounds_and_the_budget(string spec, double tokens, int wanted) =>
        Assert.Equal(wanted, Decide(Spec(spec), Load(tokens, Ready("a")), 1).Wanted);

    [Fact]
    public void An_outside_autoscaler_is_told_what_would_be_decided()
    {
        var planned = Decide(Spec("replicas: 1, autoscaling: {mode: External, maxReplicas: 8}"), Load(30_000, Ready("a")), 1);

        Assert.Equal((1, 3, 30_000d), (planned.Wanted, planned.Decision!.Replicas, planned.Decision.Demand));
        Assert.Null(planned.Leaves);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(", bandwidth: \"1e12\", flops: \"2e14\"", 4)] // chains that have all the room go faster than they will in replicas as full as they shall be
    public void Where_devices_are_known_demand_counts_at_the_pace_of_full_replicas(string figures, int wanted)
    {
        var spec = Spec($"autoscaling: {{maxReplicas: 8}}, engine: {{runtime: vllm, accelerator: {{memory: \"40e9\"{figures}}}}}");
        spec = spec with { Model = spec.Model with { Shape = new() { Preset = "Llama-3.1-8B" } } };

        Assert.Equal(wanted, Decide(spec, Load(25_000, Ready("a")), 1).Wanted);
    }

    [Theory]
    [InlineData("autoscaling: {minReplicas: 0, maxReplicas: 8}", 0, true, 1, 1)]
    [InlineData("autoscaling: {minReplicas: 0, maxReplicas: 8}", 0, false, 0, 0)]
    [InlineData("autoscaling: {minReplicas: 0, maxReplicas: 8}", 2, true, 2, 2)]
    [InlineData("replicas: 0, autoscaling: {mode: External, minReplicas: 0, maxReplicas: 8}", 0, true, 0, 1)]
    [InlineData("replicas: 0, autoscaling: {minReplicas: 0, maxReplicas: 8}", 0, true, 0, 1)]
    public void A_job_that_draws_wants_the_first_replica_and_no_other(string spec, int before, bool drawn, int wanted, int asked)
    {
        var read = Spec(spec);
        var planned = PlannedReplicas.Of(read, SeenService.Of(read, Load(0)) with { Drawn = drawn }, (before, ScalingMemory.None), ServicePace.Usual, Now);

        Assert.Equal((wanted, asked), (planned.Wanted, planned.Decision!.Replicas));
        if (drawn && before == 0) Assert.Equal("a RolloutJob draws from it", planned.Decision.Reason);
    }

    [Fact]
    public void What_drains_is_in_the_budget_until_it_is_gone()
    {
        var spec = Spec("autoscaling: {maxReplicas: 8, acceleratorBudget: 4}, engine: {runtime: onnx, accelerator: {memory: \"80e9\"}}");

        Assert.Equal(3, Decide(spec, Load(300_000, Ready("a"), new("b", ReplicaPhase.Draining, Now)), 1).Wanted);
        Assert.Equal(4, Decide(spec, Load(300_000, Ready("a")), 1).Wanted);
    }

    [Fact]
    public void Nothing_known_changes_nothing()
    {
        var silent = new ReplicaLoad("a", ReplicaPhase.Ready, Now.AddHours(-1));
        var planned = Decide(Spec("autoscaling: {maxReplicas: 8, scaleDown: {stabilization: 0s}}"), new([silent, silent with { Name = "b" }], null), 2);

        Assert.Equal(2, planned.Wanted);
        Assert.Equal(["a", "b"], planned.Silent);
    }

    [Fact]
    public void The_one_whose_chains_end_soonest_goes()
    {
        var spec = Spec("autoscaling: {maxReplicas: 8, scaleDown: {stabilization: 0s}}");
        var load = Load(100, Ready("a") with { Rest = TimeSpan.FromSeconds(50) }, Ready("b") with { Rest = TimeSpan.FromSeconds(5) }, Ready("c") with { Rest = TimeSpan.FromSeconds(20) });
        var planned = Decide(spec, load, 3);

        Assert.Equal((2, "b"), (planned.Wanted, planned.Leaves));
    }

    [Theory]
    [InlineData("replicas: 3, autoscaling: {minReplicas: 0, maxReplicas: 4}", true, null)]
    [InlineData("replicas: 0, autoscaling: {minReplicas: 0, maxReplicas: 4}", null, true)]
    [InlineData("replicas: 0, autoscaling: {mode: External, minReplicas: 0, maxReplicas: 4}", true, null)]
    [InlineData("replicas: 0", null, true)]
    [InlineData("replicas: 1", null, null)]
    public void Gateways_hold_requests_where_an_engine_comes_for_them_and_refuse_where_a_hand_wants_none(string spec, bool? holds, bool? refuses)
    {
        var engines = TestServices.Plan(Service(spec)).Snapshot.Engines;

        Assert.Equal((holds, refuses), (engines.Holds, engines.ScaledToZero));
    }

    [Theory]
    [InlineData("replicas: 1", 1)]
    [InlineData("autoscaling: {acceleratorBudget: 4, maxReplicas: 4}", 1)]
    [InlineData("autoscaling: {acceleratorBudget: 3, maxReplicas: 4}", 0)]
    public void A_rollout_has_no_more_accelerators_than_the_budget(string spec, int surge)
    {
        var plan = TestServices.Plan(Service(spec + ", engine: {runtime: onnx, accelerator: {memory: \"80e9\", perReplica: 2}}"));

        Assert.Equal(surge, (int)Children.Find(plan, "Deployment", "math-engine")["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]!);
    }

    [Theory]
    [InlineData(null, 0.714, "71%")]
    [InlineData("71%", 0.75, "71%")]
    [InlineData("71%", 0.761, "76%")]
    [InlineData("71%", null, null)]
    [InlineData("3%", 0d, "0%")]
    [InlineData("0%", 0.03, "0%")]
    [InlineData("what", 0.5, "50%")]
    public void Occupancy_is_told_anew_when_it_is_another_by_so_much(string? told, double? now, string? next) => Assert.Equal(next, Occupancy.Next(told, now));

    private static PlannedReplicas Decide(ReasoningServiceSpec spec, ServiceLoad load, int before) =>
        PlannedReplicas.Of(spec, SeenService.Of(spec, load), (before, ScalingMemory.None), ServicePace.Usual, Now);

    private static ServiceLoad Load(double tokens, params ReplicaLoad[] replicas) => new(replicas,
        new(tokens > 0 ? 1 : 0, 0, 0, [.. DemandForecast.Seconds.Select(seconds => new HorizonDemand(TimeSpan.FromSeconds(seconds), tokens, 0))]));

    private static ReplicaLoad Ready(string name) => new(name, ReplicaPhase.Ready, Now.AddHours(-1)) { ReadAt = Now, Occupancy = 0.1, CapacityTokens = 16_384, Running = 1, Waiting = 0 };

    private static ReasoningServiceSpec Spec(string spec) => ServiceDefaults.Apply(Service(spec)).Spec;

    /// <param name="spec">In one line, as YAML's flow has it.</param>
    private static ReasoningService Service(string spec) => TestServices.Read($$"""
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: math, namespace: team-a}
        spec: {model: {name: m, uri: "pvc://models/m"}, {{(spec.Contains("engine:", StringComparison.Ordinal) ? "" : "engine: {runtime: onnx}, ")}}{{spec}}{{(spec == "" ? "" : ", ")}}tenants: [{name: research, keys: {secretRef: {name: research-keys} } }]}
        """);
}
