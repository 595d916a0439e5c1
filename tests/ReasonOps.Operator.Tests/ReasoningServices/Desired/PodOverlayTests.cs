using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

public sealed class PodOverlayTests
{
    private const string Engine = """
          model: {name: m, uri: "pvc://weights/m"}
          engine:
            runtime: vllm
            accelerator: {preset: H100-80GB}
            args: [--max-model-len, "8192"]
            env: [{name: HF_HOME, value: /mine}, {name: X, valueFrom: {secretKeyRef: {name: s, key: k}}}]
            volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 8Gi}}]
            volumeMounts: [{name: extra, mountPath: /models/source, subPath: v2}]
            podTemplate:
              metadata:
                labels: {reasonops.io/service: other, team: a}
              spec:
                terminationGracePeriodSeconds: 30
                containers:
                - {name: engine, image: "example.com/vllm:1", env: [{name: X, value: plain}], startupProbe: {failureThreshold: 9}}
        """;

    private static readonly JsonNode Template = Children.Find(TestServices.Plan(TestServices.Of(Engine)), "Deployment", "math-engine")["spec"]!["template"]!;

    [Fact]
    public void What_the_user_says_wins_and_the_template_has_the_last_word()
    {
        var container = Template["spec"]!["containers"]![0]!;

        Assert.Equal("example.com/vllm:1", (string?)container["image"]);
        Assert.Equal(["--max-model-len", "8192"], container["args"]!.AsArray().TakeLast(2).Select(each => (string)each!));
        Assert.Equal("""[{"name":"HF_HOME","value":"/mine"},{"name":"X","value":"plain"}]""", container["env"]!.ToJsonString());
        Assert.Equal((9, 10), ((int)container["startupProbe"]!["failureThreshold"]!, (int)container["startupProbe"]!["periodSeconds"]!));
        Assert.Equal(30, (int)Template["spec"]!["terminationGracePeriodSeconds"]!);
    }

    [Fact]
    public void Volumes_and_mounts_take_the_place_of_ours()
    {
        var mount = Template["spec"]!["containers"]![0]!["volumeMounts"]!.AsArray().Single(each => (string?)each!["mountPath"] == "/models/source");
        var volume = Template["spec"]!["volumes"]!.AsArray().Single(each => (string?)each!["name"] == "shm");

        Assert.Equal("""{"name":"extra","mountPath":"/models/source","subPath":"v2"}""", mount!.ToJsonString());
        Assert.Equal("""{"name":"shm","emptyDir":{"medium":"Memory","sizeLimit":"8Gi"}}""", volume!.ToJsonString());
    }

    [Fact]
    public void The_labels_that_selectors_go_by_stay()
    {
        var labels = Template["metadata"]!["labels"]!;

        Assert.Equal(("math", "engine", "a"), ((string?)labels["reasonops.io/service"], (string?)labels["app.kubernetes.io/component"], (string?)labels["team"]));
    }

    [Fact]
    public void A_gateway_has_its_own()
    {
        var plan = TestServices.Plan(TestServices.Of("""
              model: {name: m, uri: "embedded://arithmetic"}
              gateway:
                podTemplate:
                  spec:
                    containers: [{name: gateway, resources: {limits: {memory: 1Gi}}}, {name: proxy, image: "p:1"}]
            """));
        var containers = Children.Find(plan, "Deployment", "math-gateway")["spec"]!["template"]!["spec"]!["containers"]!;

        Assert.Equal("""{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"1Gi"}}""", containers[0]!["resources"]!.ToJsonString());
        Assert.Equal("proxy", (string?)containers[1]!["name"]);
        Assert.Single(Children.Find(plan, "Deployment", "math-engine")["spec"]!["template"]!["spec"]!["containers"]!.AsArray());
    }
}
