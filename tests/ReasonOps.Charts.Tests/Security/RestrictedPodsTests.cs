using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Kustomize;
using ReasonOps.Charts.Tests.Rendering;

namespace ReasonOps.Charts.Tests.Security;

public sealed class RestrictedPodsTests
{
    private const string Good = """
        {"automountServiceAccountToken": false, "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}}, "volumes": [{"name": "tmp", "emptyDir": {}}],
         "containers": [{"name": "one", "securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}},
           "resources": {"requests": {"cpu": "1"}, "limits": {"memory": "1Gi"}}}]}
        """;

    [Theory]
    [InlineData(2)]
    [InlineData(2, "-f", "everything.yaml")]
    [InlineData(2, "-f", "one-namespace.yaml")]
    public async Task Every_pod_of_the_chart_is_let_in_where_restricted_is_enforced(int pods, params string[] arguments)
    {
        var manifests = await Chart.RenderAsync([.. arguments.Select(one => one.EndsWith(".yaml", StringComparison.Ordinal) ? Chart.Values(one) : one)]);

        AssertRestricted(manifests, pods);
    }

    [Fact]
    public async Task Every_pod_of_the_kustomization_is_let_in_where_restricted_is_enforced() =>
        AssertRestricted(await Kustomization.BuildAsync("config/default"), pods: 1);

    [Theory]
    [InlineData("""{"hostNetwork": true}""", "hostNetwork")]
    [InlineData("""{"volumes": [{"name": "host", "hostPath": {"path": "/"}}]}""", "volume hostPath")]
    [InlineData("""{"securityContext": {"runAsNonRoot": true}}""", "one: no seccomp profile")]
    [InlineData("""{"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}""", "one: may run as root")]
    [InlineData("""{"securityContext": {"runAsNonRoot": true, "runAsUser": 0, "seccompProfile": {"type": "RuntimeDefault"}}}""", "one: runs as root")]
    [InlineData("""{"initContainers": [{"name": "first", "securityContext": {"allowPrivilegeEscalation": false}}]}""", "first: keeps capabilities")]
    [InlineData("""{"containers": [{"name": "one", "securityContext": {"capabilities": {"drop": ["ALL"]}}}]}""", "one: allowPrivilegeEscalation")]
    [InlineData("""{"containers": [{"name": "one", "ports": [{"hostPort": 80}], "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}""", "one: hostPort 80")]
    public void A_pod_that_is_not_restricted_is_found_out(string change, string violation)
    {
        var pod = JsonNode.Parse(Good)!.AsObject();
        Assert.Empty(RestrictedPods.Violations(pod));
        Assert.Empty(RestrictedPods.Loosenesses(pod, needsToken: false));

        foreach (var (field, value) in JsonNode.Parse(change)!.AsObject()) pod[field] = value!.DeepClone();

        Assert.Equal([violation], RestrictedPods.Violations(pod));
    }

    private static void AssertRestricted(IReadOnlyList<Manifest> manifests, int pods)
    {
        var found = manifests.Where(manifest => manifest.Pod is not null).ToList();

        Assert.Equal(pods, found.Count);
        Assert.All(found, manifest => Assert.Empty(RestrictedPods.Violations(manifest.Pod!)));
        Assert.All(found, manifest => Assert.Empty(RestrictedPods.Loosenesses(manifest.Pod!, needsToken: manifest.Kind == "Deployment")));
    }
}
