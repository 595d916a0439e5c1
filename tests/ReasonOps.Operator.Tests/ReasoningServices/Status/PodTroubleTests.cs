using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Status;
using static ReasonOps.Operator.Tests.ReasoningServices.Status.Scene;

namespace ReasonOps.Operator.Tests.ReasoningServices.Status;

public sealed class PodTroubleTests
{
    private static (string? Reason, string? Message) Engines(params ApiObject[] pods)
    {
        var condition = ServiceStatus.Of(Input(Plan(2), [Scene.Engines(2, 2, 0, 2), Gateways(), .. pods])).The("EnginesAvailable");
        return (condition.Reason, condition.Message);
    }

    private static ApiObject Container(string pod, string state, string? last = null, bool init = false) => Pod("engine", pod, $$"""
        "phase": "Pending", "{{(init ? "initContainerStatuses" : "containerStatuses")}}": [
          {"name": "engine", "image": "vllm:x", "ready": false, "restartCount": 3, "state": { {{state}} }, "lastState": { {{last}} } }]
        """);

    [Fact]
    public void A_pod_that_no_node_takes_says_what_the_scheduler_says() =>
        Assert.Equal(("PodsUnschedulable", "0 of 2 engines ready; pod e-1: no node takes it: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu."),
            Engines(Pod("engine", "e-1", """
                "phase": "Pending",
                "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                  "message": "0/3 nodes are available: 3 Insufficient nvidia.com/gpu."}]
                """)));

    [Theory]
    [InlineData("ErrImagePull")]
    [InlineData("ImagePullBackOff")]
    public void An_image_that_cannot_be_pulled_is_told_alike_at_every_try(string reason) =>
        Assert.Equal(("ImagePullFailing", "0 of 2 engines ready; pod e-1: container engine has no image vllm:x (ImagePullBackOff): not found"),
            Engines(Container("e-1", $$"""
                "waiting": {"reason": "{{reason}}", "message": "not found"}
                """)));

    [Theory]
    [InlineData("""  "waiting": {"reason": "CrashLoopBackOff", "message": "back-off 40s"}  """, """  "terminated": {"exitCode": 1, "reason": "Error", "message": "\nloading\nCUDA out of memory\n"}  """)]
    [InlineData("""  "running": {}  """, """  "terminated": {"exitCode": 1, "reason": "Error", "message": "loading\nCUDA out of memory"}  """)]
    [InlineData("""  "terminated": {"exitCode": 1, "reason": "Error", "message": "loading\nCUDA out of memory"}  """, "")]
    public void A_crash_is_told_alike_at_every_turn_of_its_loop(string state, string last) =>
        Assert.Equal(("PodsCrashing", "0 of 2 engines ready; pod e-1: container engine last ended with exit code 1; CUDA out of memory"),
            Engines(Container("e-1", state, last)));

    [Fact]
    public void A_container_out_of_memory_says_so() =>
        Assert.Contains("exit code 137 (OOMKilled)", Engines(Container("e-1",
            """ "waiting": {"reason": "CrashLoopBackOff"} """, """ "terminated": {"exitCode": 137, "reason": "OOMKilled"} """)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_init_container_that_is_done_is_no_trouble_and_one_that_runs_is_told()
    {
        Assert.Equal("0 of 2 engines ready", Engines(Container("e-1", """ "terminated": {"exitCode": 0} """, init: true)).Message);
        Assert.Equal("0 of 2 engines ready; pod e-1: init container engine runs", Engines(Container("e-1", """ "running": {} """, init: true)).Message);
    }

    [Fact]
    public void The_worst_is_told_and_pods_that_are_ready_or_going_are_not()
    {
        var ready = Pod("engine", "a-0", """ "conditions": [{"type": "Ready", "status": "True"}], "containerStatuses": [{"name": "x", "lastState": {"terminated": {"exitCode": 1}}}] """);
        var going = Container("a-1", """ "waiting": {"reason": "CrashLoopBackOff"} """, """ "terminated": {"exitCode": 1} """);
        going = going with { Metadata = going.Metadata with { DeletionTimestamp = Noon } };
        var starting = Container("a-2", """ "running": {} """);
        var misconfigured = Container("a-3", """ "waiting": {"reason": "CreateContainerConfigError", "message": "secret \"x\" not found"} """);
        Assert.Equal(("PodsMisconfigured",
            "0 of 2 engines ready; pod a-3: container engine cannot be made (CreateContainerConfigError): secret \"x\" not found"),
            Engines(ready, going, starting, misconfigured));
    }

    [Fact]
    public void Another_workloads_pods_are_not_looked_at() =>
        Assert.Equal("0 of 2 engines ready", Engines(Pod("other", "o-1", """ "phase": "Failed", "reason": "Evicted" """)).Message);

    [Fact]
    public void An_evicted_pod_says_why() =>
        Assert.Equal(("PodsFailed", "0 of 2 engines ready; pod e-1: it failed (Evicted); low on memory"),
            Engines(Pod("engine", "e-1", """ "phase": "Failed", "reason": "Evicted", "message": "low on memory" """)));
}
