using ReasonOps.Api.Manifests;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.RolloutJobs.Desired;
using ReasonOps.Operator.RolloutJobs.Plan;

namespace ReasonOps.Operator.Tests.RolloutJobs.Desired;

/// <summary>Every child of a job as it was when somebody last looked at it. <c>UPDATE_GOLDEN=1 dotnet test</c> writes them anew, for git to show.</summary>
public sealed class RolloutGoldenTests
{
    private static readonly string Folder = Repository.PathOf("tests", "ReasonOps.Operator.Tests", "RolloutJobs", "Desired", "Golden");

    private static readonly Dictionary<string, RolloutJob> Jobs = new()
    {
        ["sample"] = TestRollouts.Sample,
        ["bucket"] = TestRollouts.Read("""
            apiVersion: reasonops.io/v1alpha1
            kind: RolloutJob
            metadata: {name: berry, namespace: team-a}
            spec:
              problems: {uri: s3://problems/train.jsonl}
              policy: {serviceRef: {name: math}}
              output: {uri: s3://datasets/berry}
              s3: {endpoint: "http://minio.storage:9000", secretRef: {name: bucket-keys}}
              suspend: true
              worker: {image: "registry/own:1", podTemplate: {spec: {priorityClassName: low}}}
            """),
    };

    [Theory]
    [InlineData("sample", 34)]
    [InlineData("sample", 20)]
    [InlineData("bucket", 34)]
    public void Children_are_as_they_were(string name, int minor)
    {
        var drawing = TestRollouts.Plan(Jobs[name], TestRollouts.World(minor));
        Assert.Empty(drawing.Remarks);
        var write = WriteJob.Of(drawing with { Stage = RolloutStage.Writing });
        var text = string.Join("---\n", RolloutObjects.Of(drawing).Append(write).Select(child => YamlText.Write(child.Body)));
        var file = Path.Combine(Folder, $"{name}.1.{minor}.yaml");

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, text);

        Assert.Equal(File.ReadAllText(file), text);
    }
}
