using System.Text.Json;
using ReasonOps.Api.Manifests;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

/// <summary>What a real API server says to the children.</summary>
public sealed class AcceptanceTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    public static TheoryData<string> Services => [.. GoldenTests.Names.Where(name => !name.EndsWith("-nodes", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_child_is_taken_kept_as_it_was_asked_for_and_not_changed_by_a_second_apply(string name)
    {
        await shared.Plane.InstallCrdsAsync();
        using var client = shared.Plane.CreateOperatorClient();
        var @namespace = await shared.Plane.CreateNamespaceAsync("desired");
        foreach (var child in DesiredObjects.Of(Plan(name, @namespace)))
        {
            var first = await client.ApplyAsync(child.Type, child.Body, "reasonops", null, CancellationToken.None);
            var second = await client.ApplyAsync(child.Type, child.Body, "reasonops", null, CancellationToken.None);

            using var desired = JsonDocument.Parse(child.Body.ToJsonString());
            Assert.Equal([], Drift.Between(desired.RootElement, first.Root));
            Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Kubectl_takes_them_as_they_are_rendered(string name)
    {
        var plan = Plan(name, await shared.Plane.CreateNamespaceAsync("desired"));
        var yaml = string.Join("---\n", DesiredObjects.Of(plan with { Owner = plan.Owner with { Uid = null } }).Select(child => YamlText.Write(child.Body)));

        var said = await shared.Plane.Kubectl.RunAsync(["apply", "--dry-run=server", "-f", "-"], yaml);

        Assert.Equal(DesiredObjects.Of(plan).Count, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>For this server, without the kinds that no server has by itself.</summary>
    private ServicePlan Plan(string name, string @namespace)
    {
        var recent = RecentCluster.Serving(shared.Plane.Version.Minor);
        var served = new ServedKinds(recent.Kinds.Where(kind => kind.Split('/')[0] is not ("leaderworkerset.x-k8s.io" or "gateway.networking.k8s.io" or "monitoring.coreos.com")).ToHashSet(), recent.Minor);
        var service = GoldenTests.Service(name);
        return TestServices.Plan(service with { Metadata = service.Metadata with { Namespace = @namespace } }, TestServices.World with { Served = served });
    }
}
