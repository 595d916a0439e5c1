using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

/// <summary>What holds of the children of every valid service, on every cluster.</summary>
public sealed partial class ChildrenProperties
{
    [Fact]
    public void Every_child_names_its_owner_and_carries_its_labels() => Holds((plan, children) => Assert.All(children, child =>
    {
        var metadata = child.Body["metadata"]!;
        var owner = Assert.Single(metadata["ownerReferences"]!.AsArray())!;
        Assert.Equal((plan.Owner.Uid, plan.Name, true), ((string?)owner["uid"], (string?)owner["name"], (bool)owner["controller"]!));
        Assert.Equal((plan.Namespace, plan.Name, "reasonops"),
            ((string?)metadata["namespace"], (string?)metadata["labels"]!["reasonops.io/service"], (string?)metadata["labels"]!["app.kubernetes.io/managed-by"]));
        Assert.Equal((child.Type.ApiVersion, child.Type.Kind), ((string?)child.Body["apiVersion"], (string?)child.Body["kind"]));
        Assert.Contains(child.Type, ChildKinds.Of(plan.Served));
    }));

    [Fact]
    public void Names_are_names_and_no_two_children_share_one() => Holds((_, children) =>
    {
        Assert.Equal(children.Count, children.DistinctBy(child => (child.Type, child.Name)).Count());
        Assert.All(children, child => Assert.Matches(ServiceName(), child.Name));
        // A LeaderWorkerSet's StatefulSets add a number and a hash of ten, and the whole is a label.
        Assert.All(children.Where(child => child.Type.Kind == "LeaderWorkerSet"), child => Assert.InRange(child.Name.Length + "-99-".Length + 10, 1, 63));
    });

    [Fact]
    public void Selectors_find_the_pods_of_their_own_template() => Holds((plan, children) =>
    {
        foreach (var child in children.Where(child => child.Type.Kind == "Deployment"))
            Assert.Subset(Pairs(child.Body["spec"]!["template"]!["metadata"]!["labels"]!), Pairs(child.Body["spec"]!["selector"]!["matchLabels"]!));
        foreach (var child in children.Where(child => child.Type.Kind == "LeaderWorkerSet"))
            foreach (var template in new[] { "leaderTemplate", "workerTemplate" })
                Assert.Contains(("app.kubernetes.io/component", "engine"), Pairs(child.Body["spec"]!["leaderWorkerTemplate"]![template]!["metadata"]!["labels"]!));
    });

    [Fact]
    public void No_field_is_null() => Holds((_, children) => Assert.All(children, child => Assert.DoesNotMatch(Null(), child.Body.ToJsonString())));

    [Fact]
    public void A_mount_has_its_volume_and_no_path_is_mounted_twice() => Holds((_, children) =>
    {
        foreach (var pod in children.SelectMany(Pods))
        {
            var volumes = Items(pod, "volumes").Select(volume => (string)volume["name"]!).ToArray();
            Assert.Equal(volumes.Distinct(), volumes);
            foreach (var container in Items(pod, "containers").Concat(Items(pod, "initContainers")))
            {
                var mounts = Items(container, "volumeMounts").ToArray();
                Assert.Subset(volumes.ToHashSet(), mounts.Select(mount => (string)mount["name"]!).Where(name => name != "more").ToHashSet());
                Assert.Equal(mounts.Length, mounts.DistinctBy(mount => (string)mount["mountPath"]!).Count());
            }
        }
    });

    [Fact]
    public void The_snapshot_can_be_served() => Holds((plan, children) =>
    {
        var secret = Assert.Single(children, child => child.Type.Kind == "Secret").Body;
        var snapshot = Api.Snapshots.SnapshotJson.Read(Convert.FromBase64String((string)secret["data"]!["snapshot.json"]!));

        Assert.Equal(plan.Name, snapshot.Service);
        Assert.Equal(plan.StartsEngines, snapshot.Engines.Dns is not null);
        Assert.Equal(plan.StartsEngines, snapshot.Engines.Fixed.Count == 0);
    });

    [Fact]
    public void What_cannot_be_started_blocks_and_what_can_does_not() => Holds((plan, children) =>
    {
        Assert.Equal(plan.CanStartEngines, children.Any(child => child.Name == plan.EngineName && child.Type.Kind is "Deployment" or "LeaderWorkerSet"));
        if (plan.StartsEngines && !plan.CanStartEngines)
            Assert.Contains(plan.Remarks, remark => remark.Blocks);
    });

    private static void Holds(Action<ServicePlan, IReadOnlyList<DesiredObject>> property)
    {
        var minors = Gen.Elements(19, 20, 28, 34, 36).ToArbitrary();
        var secrets = Gen.Elements("", "keys-0=a", "keys-0=a keys-1=a engine-key=k").ToArbitrary();
        Prop.ForAll(AnyServices.All, minors, secrets, (service, minor, given) =>
        {
            var observed = TestServices.World with { Served = RecentCluster.Serving(minor), Secrets = Secrets(given) };
            var plan = TestServices.Plan(service, observed);
            property(plan, DesiredObjects.Of(plan));
        }).QuickCheckThrowOnFailure();
    }

    private static Dictionary<string, IReadOnlyList<string>> Secrets(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => (IReadOnlyList<string>)[pair[1]]);

    private static IEnumerable<JsonObject> Pods(DesiredObject child) => new[]
    {
        child.Body["spec"]?["template"], child.Body["spec"]?["leaderWorkerTemplate"]?["leaderTemplate"], child.Body["spec"]?["leaderWorkerTemplate"]?["workerTemplate"],
    }.Select(template => template?["spec"] as JsonObject).OfType<JsonObject>();

    private static IEnumerable<JsonObject> Items(JsonObject parent, string field) => parent[field]?.AsArray().Select(item => item!.AsObject()) ?? [];

    private static HashSet<(string, string?)> Pairs(JsonNode labels) => [.. labels.AsObject().Select(label => (label.Key, (string?)label.Value))];

    [GeneratedRegex("^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex ServiceName();

    [GeneratedRegex(":null[,}]")]
    private static partial Regex Null();
}
