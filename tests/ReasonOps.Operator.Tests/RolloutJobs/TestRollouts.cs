using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.RolloutJobs.Desired;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.RolloutJobs.Status;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.RolloutJobs;

/// <summary>Jobs to plan, and the world around them.</summary>
internal static class TestRollouts
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static RolloutJob Sample { get; } = Read(File.ReadAllText(Repository.PathOf("config", "samples", "rolloutjob.yaml")));

    public static V1ObjectMeta Owner { get; } =
        new() { Name = "berry", Namespace = "team-a", Uid = "0f4ac2f2-5b1c-4a57-9f4e-52f7f0f1c111", Generation = 2 };

    /// <summary>A job whose spec ends with these fields.</summary>
    public static RolloutJob Of(string spec) => Read($$"""
        apiVersion: reasonops.io/v1alpha1
        kind: RolloutJob
        metadata: {name: berry, namespace: team-a}
        spec: {problems: {uri: "pvc://problems/train.jsonl"}, policy: {serviceRef: {name: math} }, output: {uri: "pvc://datasets/berry"}, {{spec}} }
        """);

    public static RolloutJob Read(string manifest)
    {
        var read = ManifestReader.Read(manifest);
        Assert.Empty(read.Errors.Select(error => error.Render("manifest")));
        return Assert.Single(read.Jobs);
    }

    public static RolloutWorld World(int minor = RecentCluster.Minor, params IEnumerable<Child> jobs) => new(
        TestServices.World with { Served = RecentCluster.Serving(minor), Children = [.. jobs] },
        new("math", TestServices.Arithmetic), new("sandboxes", IsReady: true, Keys: null), PartitionReports.None);

    public static RolloutPlan Plan(
        RolloutJob? job = null, RolloutWorld? world = null, RolloutJobStatus? last = null, DateTimeOffset? now = null, IReadOnlyDictionary<string, string>? labels = null) =>
        RolloutPlanner.Plan(job ?? Sample, Owner with { Labels = labels }, world ?? World(), TestServices.Options, last, RolloutPace.Usual, now ?? Noon);

    public static RolloutJobStatus Status(RolloutPlan plan, RolloutJobStatus? last = null, DateTimeOffset? now = null, params IReadOnlyList<ApiObject> pods) =>
        RolloutStatus.Of(new StatusInput<RolloutPlan, RolloutJobStatus>
        {
            Owner = Owner, Plan = plan, Last = last, Now = now ?? Noon, Observed = TestServices.World with { Pods = pods },
        });

    /// <summary>What the plan would make of this name, as it stands with this status.</summary>
    public static Child Live(RolloutPlan plan, string name, string status)
    {
        var body = RolloutObjects.Of(plan).Single(child => child.Type == ChildKinds.Job && child.Name == name).Body.DeepClone().AsObject();
        body["status"] = JsonNode.Parse(status);
        return new(ChildKinds.Job, LiveObjects.Of(body));
    }

    public const string Complete = """{"succeeded": 64, "conditions": [{"type": "Complete", "status": "True"}], "startTime": "2026-05-04T11:00:00Z"}""";
    public const string Active = """{"active": 1, "startTime": "2026-05-04T11:00:00Z"}""";

    public static string Failed(string reason) => $$"""{"failed": 7, "conditions": [{"type": "Failed", "status": "True", "reason": "{{reason}}", "message": "seven pods failed"}]}""";
}
