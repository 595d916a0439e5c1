using System.Text.Json;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.VerifierPools.Observe;

namespace ReasonOps.Operator.Tests.VerifierPools.Observe;

public sealed class HeldAcceleratorsTests
{
    private const string Scheduled = """{"type": "PodScheduled", "status": "True"}""";

    [Theory]
    [InlineData("""{"accelerator": {"preset": "H100-80GB"}}""", "nvidia.com/gpu", 4)]
    [InlineData("""{"accelerator": {"preset": "MI300X-192GB"}}""", "amd.com/gpu", 4)]
    [InlineData("""{"accelerator": {"memory": "80e9", "resourceName": "example.com/npu"}}""", "example.com/npu", 4)]
    [InlineData("""{"accelerator": {"preset": "H100-80GB"}}""", "rdma/ib", 0)]
    public void Devices_of_the_service_count_and_no_others(string engine, string resource, int held) =>
        Assert.Equal(held, HeldAccelerators.Of(Spec(engine), [Pod("engine", "Running", Scheduled, resource)]));

    [Theory]
    [InlineData("engine", "Running", Scheduled, 4)]
    [InlineData("engine", "Pending", Scheduled, 4)]
    [InlineData("engine", "Pending", """{"type": "PodScheduled", "status": "False"}""", 0)]
    [InlineData("engine", "Pending", "", 0)]
    [InlineData("engine", "Failed", Scheduled, 0)]
    [InlineData("engine", "Succeeded", Scheduled, 0)]
    [InlineData("gateway", "Running", Scheduled, 0)]
    public void A_pod_holds_them_from_its_node_to_its_end(string component, string phase, string condition, int held) =>
        Assert.Equal(held, HeldAccelerators.Of(Spec("""{"accelerator": {"preset": "H100-80GB"}}"""), [Pod(component, phase, condition, "nvidia.com/gpu")]));

    private static JsonElement Spec(string engine) => JsonSerializer.Deserialize<JsonElement>($"{{\"engine\": {engine}}}");

    /// <summary>As a cache keeps it.</summary>
    private static ApiObject Pod(string component, string phase, string condition, string resource) => PodStatus.Only(new(
        new V1ObjectMeta { Name = "p", Namespace = "team-a", Labels = new Dictionary<string, string> { ["app.kubernetes.io/component"] = component } },
        JsonSerializer.Deserialize<JsonElement>($$"""
            {"spec": {"containers": [{"name": "engine", "resources": {"limits": {"cpu": "8", "{{resource}}": "4"} } }]}, "status": {"phase": "{{phase}}", "conditions": [{{condition}}]} }
            """)));
}
