using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

/// <summary>Every child as it was when somebody last looked at it. <c>UPDATE_GOLDEN=1 dotnet test</c> writes them anew, for git to show.</summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Repository.PathOf("tests", "ReasonOps.Operator.Tests", "ReasoningServices", "Desired", "Golden");

    [Theory]
    [InlineData("arithmetic", 34)]
    [InlineData("arithmetic", 20)]
    [InlineData("endpoints", 34)]
    [InlineData("vllm", 34)]
    [InlineData("vllm-nodes", 34)]
    [InlineData("sglang", 34)]
    [InlineData("sglang", 28)]
    [InlineData("sglang-nodes", 34)]
    [InlineData("llamacpp", 34)]
    [InlineData("llamacpp-gpu", 34)]
    [InlineData("image", 34)]
    [InlineData("image", 35)]
    public void Children_are_as_they_were(string name, int minor)
    {
        var plan = TestServices.Plan(Service(name), TestServices.World with { Served = RecentCluster.Serving(minor) });
        Assert.Empty(plan.Remarks);
        var text = string.Join("---\n", DesiredObjects.Of(plan).Select(child => YamlText.Write(child.Body)));
        var file = Path.Combine(Folder, $"{name}.1.{minor}.yaml");

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, text);

        Assert.Equal(File.ReadAllText(file), text);
    }

    /// <summary>A sample of the project's, or one that only stands here.</summary>
    internal static ReasoningService Service(string name)
    {
        var own = Path.Combine(Folder, $"{name}.service.yaml");
        return TestServices.Read(File.ReadAllText(File.Exists(own) ? own : Repository.PathOf("config", "samples", $"{name}.yaml")));
    }

    internal static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.service.yaml")
        .Select(file => Path.GetFileName(file)[..^".service.yaml".Length]).Concat(["arithmetic", "endpoints"]).Order(StringComparer.Ordinal);
}
