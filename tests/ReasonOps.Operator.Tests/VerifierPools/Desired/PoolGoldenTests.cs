using ReasonOps.Api.Manifests;
using ReasonOps.Api.VerifierPools;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.VerifierPools.Desired;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.VerifierPools.Desired;

/// <summary>Every child of a pool as it was when somebody last looked at it. <c>UPDATE_GOLDEN=1 dotnet test</c> writes them anew, for git to show.</summary>
public sealed class PoolGoldenTests
{
    private static readonly string Folder = Repository.PathOf("tests", "ReasonOps.Operator.Tests", "VerifierPools", "Desired", "Golden");

    private static readonly Dictionary<string, VerifierPool> Pools = new()
    {
        ["sample"] = TestPools.Sample,
        ["namespaces"] = TestPools.Of("isolation: {mode: Namespaces}, keys: {secretRef: {name: callers}}, monitoring: {podMonitor: true}, replicas: 2, sizing: {maxReplicas: 4}"),
        ["runtime-class"] = TestPools.Of("isolation: {runtimeClassName: gvisor}, image: \"registry/own:1\", podTemplate: {spec: {priorityClassName: low}}"),
    };

    [Theory]
    [InlineData("sample", 34)]
    [InlineData("sample", 20)]
    [InlineData("namespaces", 34)]
    [InlineData("runtime-class", 34)]
    public void Children_are_as_they_were(string name, int minor)
    {
        var world = TestPools.World(8) with { Observed = TestPools.Observed with { Served = RecentCluster.Serving(minor) } };
        var plan = TestPools.Plan(Pools[name], world);
        Assert.Empty(plan.Remarks);
        var text = string.Join("---\n", PoolObjects.Of(plan).Select(child => YamlText.Write(child.Body)));
        var file = Path.Combine(Folder, $"{name}.1.{minor}.yaml");

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, text);

        Assert.Equal(File.ReadAllText(file), text);
    }
}
