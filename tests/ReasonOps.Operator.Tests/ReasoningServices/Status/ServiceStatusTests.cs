using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Status;
using ReasonOps.Operator.Workloads;
using static ReasonOps.Operator.Tests.ReasoningServices.Status.Scene;

namespace ReasonOps.Operator.Tests.ReasoningServices.Status;

public sealed class ServiceStatusTests
{
    [Fact]
    public void A_service_whose_engines_and_gateways_answer_is_ready_and_up_to_date()
    {
        var status = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 2, 2), Gateways(2)));
        Assert.Equal(("True", "Serving"), status.Says("Ready"));
        Assert.Equal(("True", "Accepted"), status.Says("Accepted"));
        Assert.Equal(("True", "Available"), status.Says("EnginesAvailable"));
        Assert.Equal(("True", "Available"), status.Says("GatewayAvailable"));
        Assert.Equal(("False", "UpToDate"), status.Says("Progressing"));
        Assert.Equal("2 of 2 engines ready; 2 of 2 gateways ready", status.The("Ready").Message);
    }

    [Fact]
    public void The_columns_say_what_people_ask_for()
    {
        var status = ServiceStatus.Of(Input(Plan(3), Scene.Engines(3, 3, 2, 3), Gateways()));
        Assert.Equal((3, 2, "2/3"), (status.Replicas, status.ReadyReplicas, status.Engines));
        Assert.Equal("a=math,b=engine", status.Selector);
        Assert.Equal(("MajorityVote", 5, "http://math.team-a/v1"), (status.Strategy, status.Votes, status.Endpoint));
        Assert.Equal(3, status.ObservedGeneration);
        Assert.All(status.Conditions!, condition => Assert.Equal(3, condition.ObservedGeneration));
    }

    [Fact]
    public void A_rolling_update_is_progress_and_keeps_a_service_ready_while_an_engine_answers()
    {
        var status = ServiceStatus.Of(Input(Plan(3), Scene.Engines(3, 4, 2, 1), Gateways()));
        Assert.Equal(("True", "Serving"), status.Says("Ready"));
        Assert.Equal(("True", "RollingOut"), status.Says("Progressing"));
        Assert.Equal("1 of 3 engines updated, 2 ready", status.The("Progressing").Message);
    }

    [Fact]
    public void A_change_that_the_deployment_controller_has_not_seen_is_progress()
    {
        var status = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 2, 2, seen: false), Gateways()));
        Assert.Equal(("True", "RollingOut"), status.Says("Progressing"));
    }

    [Fact]
    public void A_first_start_says_the_same_until_something_is_ready()
    {
        var made = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 0, 0, 0, seen: false), Gateways()));
        var started = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 0, 2), Gateways()));
        Assert.Equal(("True", "Starting"), made.Says("Progressing"));
        Assert.Equal(made.Conditions, started.Conditions);
        Assert.Equal(("False", "EnginesUnavailable"), made.Says("Ready"));
        Assert.Equal("0 of 2 engines ready", made.The("Ready").Message);
    }

    [Fact]
    public void Scaling_up_keeps_a_service_ready_and_scaling_down_says_how_many_go()
    {
        var up = ServiceStatus.Of(Input(Plan(4), Scene.Engines(4, 4, 2, 4), Gateways()));
        Assert.Equal(("True", "Serving"), up.Says("Ready"));
        Assert.Equal(("True", "Starting"), up.Says("Progressing"));
        var down = ServiceStatus.Of(Input(Plan(1), Scene.Engines(1, 3, 3, 3), Gateways()));
        Assert.Equal(("True", "ScalingDown"), down.Says("Progressing"));
        Assert.Equal("2 engines to go", down.The("Progressing").Message);
    }

    [Fact]
    public void No_engines_on_purpose_is_healthy_and_says_so()
    {
        var status = ServiceStatus.Of(Input(Plan(0), Scene.Engines(0, 0, 0, 0), Gateways()));
        Assert.Equal(("True", "ScaledToZero"), status.Says("Ready"));
        Assert.Equal(("True", "ScaledToZero"), status.Says("EnginesAvailable"));
        Assert.Equal(("False", "ScaledToZero"), status.Says("ScalingActive"));
        Assert.Equal(("False", "UpToDate"), status.Says("Progressing"));
        Assert.Equal("0/0", status.Engines);
    }

    [Fact]
    public void Without_a_gateway_nothing_answers_even_at_zero_engines()
    {
        var status = ServiceStatus.Of(Input(Plan(0), Scene.Engines(0, 0, 0, 0), Gateways(1, ready: 0)));
        Assert.Equal(("False", "GatewayUnavailable"), status.Says("Ready"));
    }

    [Fact]
    public void Engines_that_run_elsewhere_are_the_gateways_to_look_after()
    {
        var status = ServiceStatus.Of(Input(External(), Gateways()));
        Assert.Equal(("True", "Serving"), status.Says("Ready"));
        Assert.Equal(("True", "External"), status.Says("EnginesAvailable"));
        Assert.Null(status.Engines);
        var broken = ServiceStatus.Of(Input(null, Gateways()) with { Errors = ["spec.model: is required"], Last = status });
        Assert.Equal(("True", "External"), broken.Says("EnginesAvailable"));
        Assert.Equal(("True", "Serving"), broken.Says("Ready"));
    }

    [Fact]
    public void A_spec_that_is_not_valid_names_every_mistake_and_Ready_tells_of_what_runs()
    {
        var before = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 2, 2), Gateways()));
        var status = ServiceStatus.Of(Input(null, Scene.Engines(2, 2, 2, 2), Gateways()) with { Errors = ["spec.a: x", "spec.b: y"], Last = before });
        Assert.Equal(("False", "Invalid"), status.Says("Accepted"));
        Assert.Equal("spec.a: x; spec.b: y", status.The("Accepted").Message);
        Assert.Equal(("True", "Serving"), status.Says("Ready"));
        Assert.Contains("not valid", status.The("Ready").Message, StringComparison.Ordinal);
        Assert.Equal(("False", "Invalid"), status.Says("Progressing"));
        Assert.Equal(("MajorityVote", "2/2"), (status.Strategy, status.Engines));
    }

    [Fact]
    public void A_spec_that_never_was_valid_is_why_nothing_is_there()
    {
        var status = ServiceStatus.Of(Input(null) with { Errors = [.. Enumerable.Range(0, 500).Select(i => $"spec.tenants[{i}]: is wrong in some way")] });
        Assert.Equal(("False", "Invalid"), status.Says("Ready"));
        Assert.EndsWith("and 490 more", status.The("Accepted").Message, StringComparison.Ordinal);
        Assert.All(status.Conditions!, condition => Assert.True(condition.Message!.Length <= 1024));
    }

    [Fact]
    public void A_paused_service_says_so_and_is_judged_by_what_runs()
    {
        var status = ServiceStatus.Of(Input(Plan(5), Scene.Engines(2, 2, 2, 2), Gateways()) with { Paused = true });
        Assert.Equal(("False", "Paused"), status.Says("Progressing"));
        Assert.Equal(("True", "Serving"), status.Says("Ready"));
        Assert.Equal("2/2", status.Engines);
        Assert.Equal(("False", "Paused"), ServiceStatus.Of(Input(Plan(2)) with { Paused = true }).Says("Ready"));
    }

    [Fact]
    public void What_blocks_is_the_reason_that_a_service_is_not_ready_and_what_does_not_is_told_all_the_same()
    {
        var plan = Plan(1, new Remark(false, "ReplicasClamped", "2 replicas are above 1"), new Remark(true, "TenantKeysMissing", "tenant free has no key"));
        var status = ServiceStatus.Of(Input(plan, Scene.Engines(1, 1, 1, 1), Gateways()));
        Assert.Equal(("False", "TenantKeysMissing"), status.Says("Ready"));
        Assert.Equal("tenant free has no key", status.The("Ready").Message);
        Assert.Equal(("True", "Available"), status.Says("EnginesAvailable"));
        Assert.Equal("2 replicas are above 1; tenant free has no key", status.The("Accepted").Message);
    }

    [Fact]
    public void What_could_not_be_applied_stops_progress_and_leaves_ready_what_answers()
    {
        var input = Input(Plan(2), Scene.Engines(2, 2, 2, 2), Gateways());
        var failed = ServiceStatus.Of(input with { Troubles = [new(false, Reasons.ApplyFailed, "Service math: no")] });
        Assert.Equal(("False", "ApplyFailed"), failed.Says("Progressing"));
        Assert.Equal(("True", "Serving"), failed.Says("Ready"));
        var taken = ServiceStatus.Of(input with { Troubles = [new(true, Reasons.NameTaken, "Service math is not ours")] });
        Assert.Equal(("False", "NameTaken"), taken.Says("Ready"));
        var waits = ServiceStatus.Of(input with { Troubles = [new(true, Reasons.PreviousNotGone, "Service math is still there")] });
        Assert.Equal(("True", "PreviousNotGone"), waits.Says("Progressing"));
    }

    [Fact]
    public void A_rollout_past_its_deadline_is_no_progress()
    {
        var condition = """{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded", "message": "ReplicaSet x has timed out"}""";
        var status = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 3, 2, 1, condition), Gateways()));
        Assert.Equal(("False", "ProgressDeadlineExceeded"), status.Says("Progressing"));
        Assert.Contains("ReplicaSet x has timed out", status.The("Progressing").Message, StringComparison.Ordinal);
        Assert.Equal(("True", "Serving"), status.Says("Ready"));
    }

    [Fact]
    public void Pods_that_may_not_be_made_are_told_in_the_servers_words()
    {
        var condition = """{"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "exceeded quota: gpus"}""";
        var status = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 0, 0, 0, condition), Gateways()));
        Assert.Equal(("False", "PodsRefused"), status.Says("EnginesAvailable"));
        Assert.Equal("0 of 2 engines ready; a pod may not be made: exceeded quota: gpus", status.The("Ready").Message);
    }
}
