using ReasonOps.ControlPlane.Processes;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.ProcessNode;

namespace ReasonOps.ControlPlane.Tests.ProcessNode;

public class LifecycleTests(SharedNode shared) : IClassFixture<SharedNode>
{
    [Fact]
    public async Task A_deployment_becomes_available_and_leaves_no_process_when_it_goes()
    {
        var yard = await Yard.OpenAsync(shared);
        var mark = $"{yard.Name}-mark";
        await yard.ApplyAsync($$$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: any, command: [sh, -c, "sleep 1000; : {{{mark}}}"]}]}
            """);
        await yard.RunAsync("wait", "--for=condition=Available", "deployment/web", "--timeout=60s");
        Assert.True(Yard.Processes(mark) >= 2);
        var addresses = (await yard.RunAsync("get", "pods", "-o", "jsonpath={.items[*].status.podIP}")).Split(' ');
        Assert.Equal(2, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.StartsWith("127.", address));
        await yard.RunAsync("delete", "deployment", "web", "--cascade=foreground", "--timeout=60s");
        Assert.Equal("", await yard.RunAsync("get", "pods", "-o", "name"));
        Assert.Equal(0, Yard.Processes(mark));
    }

    [Fact]
    public async Task What_ends_well_has_succeeded_and_what_does_not_has_failed()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync(Pod("good", "exit 0", "restartPolicy: Never") + Pod("bad", "echo why; exit 7", "restartPolicy: Never"));
        await yard.IsAsync("pod/good", ".status.phase", "Succeeded");
        await yard.IsAsync("pod/bad", ".status.phase", "Failed");
        Assert.Equal("7", await yard.FieldAsync("pod/bad", ".status.containerStatuses[0].state.terminated.exitCode"));
        Assert.Contains("why", await yard.FieldAsync("pod/bad", ".status.containerStatuses[0].state.terminated.message"));
        await yard.RunAsync("delete", "pod", "good", "bad", "--timeout=20s");
    }

    [Fact]
    public async Task A_container_that_fails_is_restarted_with_growing_pauses()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync(Pod("crash", "echo again; exit 1"));
        await yard.IsAsync("pod/crash", ".status.containerStatuses[0].state.waiting.reason", "CrashLoopBackOff");
        await Until.TrueAsync("it was restarted twice", async () =>
            int.TryParse(await yard.FieldAsync("pod/crash", ".status.containerStatuses[0].restartCount"), out var count) && count >= 2);
        Assert.Equal("1", await yard.FieldAsync("pod/crash", ".status.containerStatuses[0].lastState.terminated.exitCode"));
        await yard.RunAsync("delete", "pod", "crash", "--timeout=20s");
    }

    [Fact]
    public async Task An_image_that_is_nowhere_is_said_to_be()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("{apiVersion: v1, kind: Pod, metadata: {name: lost}, spec: {containers: [{name: c, image: nowhere/at:all}]}}");
        await yard.IsAsync("pod/lost", ".status.containerStatuses[0].state.waiting.reason", "ErrImagePull");
        Assert.Equal("Pending", await yard.FieldAsync("pod/lost", ".status.phase"));
        await yard.RunAsync("delete", "pod", "lost", "--timeout=20s");
    }

    [Fact]
    public async Task An_image_that_the_node_knows_runs_its_own_command()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("{apiVersion: v1, kind: Pod, metadata: {name: known}, spec: {restartPolicy: Never, containers: [{name: c, image: example.com/hello:1}]}}");
        await yard.LogsAsync("known", "the image says hello");
    }

    [Fact]
    public async Task Init_containers_run_one_after_the_other_and_before_the_rest()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: steps}
            spec:
              volumes: [{name: shared, emptyDir: {}}]
              initContainers:
              - {name: one, image: any, command: [sh, -c, "sleep 0.3; echo 1 >> /shared/steps"], volumeMounts: [{name: shared, mountPath: /shared}]}
              - {name: two, image: any, command: [sh, -c, "echo 2 >> /shared/steps"], volumeMounts: [{name: shared, mountPath: /shared}]}
              containers:
              - {name: main, image: any, command: [sh, -c, "echo 3 >> /shared/steps; echo steps $(cat /shared/steps); sleep 1000"], volumeMounts: [{name: shared, mountPath: /shared}]}
            """);
        await yard.LogsAsync("steps", "steps 1 2 3");
        await yard.IsAsync("pod/steps", ".status.conditions[?(@.type==\"Initialized\")].status", "True");
    }

    [Fact]
    public async Task A_pod_is_asked_to_go_and_gets_its_grace()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync(Pod("polite", "trap 'echo going; sleep 0.5; echo gone; exit 0' TERM; echo up; while true; do sleep 0.1; done", "terminationGracePeriodSeconds: 30"));
        await yard.LogsAsync("polite", "up");
        await yard.RunAsync("delete", "pod", "polite", "--timeout=20s");
        Assert.Contains("gone", yard.Logs("polite"));
    }

    [Fact]
    public async Task A_pod_that_will_not_go_is_killed()
    {
        var yard = await Yard.OpenAsync(shared);
        var mark = $"{yard.Name}-deaf";
        await yard.ApplyAsync(Pod("deaf", $"trap '' TERM; echo up; while true; do sleep 0.1; done; : {mark}", "terminationGracePeriodSeconds: 1"));
        await yard.LogsAsync("deaf", "up");
        await yard.RunAsync("delete", "pod", "deaf", "--timeout=20s");
        Assert.Equal(0, Yard.Processes(mark));
    }

    [Fact]
    public async Task A_hook_runs_before_the_signal()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: hook}
            spec:
              containers:
              - {name: c, image: any, command: [sh, -c, "trap 'exit 0' TERM; echo up; while true; do sleep 0.1; done"], lifecycle: {preStop: {exec: {command: [sh, -c, "echo hooked"]}}}}
            """);
        await yard.LogsAsync("hook", "up");
        await yard.RunAsync("delete", "pod", "hook", "--timeout=20s");
        Assert.Contains("hooked", yard.Logs("hook"));
    }

    [Fact]
    public async Task A_node_that_is_killed_leaves_no_process_behind()
    {
        // The scheduler would else give it pods of other tests, which would die with it.
        await shared.Plane.Kubectl.ApplyAsync("{apiVersion: v1, kind: Node, metadata: {name: node-to-kill}, spec: {unschedulable: true}}");
        await using var node = await LocalNode.StartAsync(shared.Plane, "node-to-kill");
        var yard = new Yard(shared.Plane, node, (await Yard.OpenAsync(shared)).Name);
        var mark = $"{yard.Name}-orphan";
        await yard.ApplyAsync(Pod("orphan", $"sleep 1000 & echo up; wait; : {mark}", "nodeName: node-to-kill"));
        await yard.LogsAsync("orphan", "up");
        Signals.Send(node.ProcessId, UnixSignal.Kill);
        await Until.TrueAsync("its processes are gone", () => Yard.Processes(mark) == 0);
        await yard.RunAsync("delete", "pod", "orphan", "--force", "--grace-period=0");
        await yard.RunAsync("delete", "node", "node-to-kill");
    }

    [Fact]
    public async Task Devices_are_given_to_as_many_as_there_are()
    {
        var yard = await Yard.OpenAsync(shared);
        foreach (var name in new[] { "a", "b", "c" })
            await yard.ApplyAsync($"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{terminationGracePeriodSeconds: 1, containers: [{{name: c, image: web, resources: {{limits: {{example.com/device: 1}}}}}}]}}}}");
        await Until.TrueAsync("two run", async () => (await PhasesAsync(yard)) == 2);
        await Until.TrueAsync("one is left", async () => (await yard.RunAsync("get", "events")).Contains("Insufficient example.com/device", StringComparison.Ordinal));
        await yard.RunAsync("delete", "pods", "--all", "--timeout=20s");
    }

    private static async Task<int> PhasesAsync(Yard yard) =>
        (await yard.RunAsync("get", "pods", "-o", "jsonpath={.items[*].status.phase}")).Split(' ').Count(phase => phase == "Running");

    private static string Pod(string name, string script, string more = "terminationGracePeriodSeconds: 1") => $"""
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: {name}
        spec:
          {more}
          containers:
          - name: c
            image: any
            command: [sh, -c, "{script}"]

        """;
}
