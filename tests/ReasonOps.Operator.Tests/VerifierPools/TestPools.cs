using ReasonOps.Api.Manifests;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.VerifierPools;

/// <summary>Pools to plan, and the world around them.</summary>
internal static class TestPools
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    public static readonly PoolLoad Idle = new(0, 0, 0);

    public static VerifierPool Sample { get; } = Read(File.ReadAllText(Repository.PathOf("config", "samples", "verifierpool.yaml")));

    public static Observed Observed { get; } = new()
    {
        Served = RecentCluster.Serving(), Secrets = new Dictionary<string, IReadOnlyList<string>> { ["callers"] = ["vk-1"] },
    };

    /// <summary>With a service that holds so many accelerators.</summary>
    public static PoolWorld World(int accelerators, PoolLoad? load = null) =>
        new(Observed, [new("ReasoningService", "math", IsThere: true, accelerators)], load ?? Idle, Answered: true);

    /// <summary>A pool whose spec has these fields beside its checks.</summary>
    public static VerifierPool Of(string spec) => Read($$"""
        apiVersion: reasonops.io/v1alpha1
        kind: VerifierPool
        metadata: {name: sandboxes, namespace: team-a}
        spec: {checks: [Math, Python], {{spec}} }
        """);

    public static VerifierPool Read(string manifest)
    {
        var read = ManifestReader.Read(manifest);
        Assert.Empty(read.Errors.Select(error => error.Render("manifest")));
        return Assert.Single(read.Pools);
    }

    public static V1ObjectMeta Owner { get; } =
        new() { Name = "sandboxes", Namespace = "team-a", Uid = "5b1c1f6e-0b1d-4f86-8f0c-4f5f4c1b7a20", Generation = 3 };

    public static PoolPlan Plan(VerifierPool pool, PoolWorld? world = null, int? replicas = null)
    {
        var around = world ?? World(8);
        var size = PlannedSize.Of(pool.Spec, around, (replicas, PoolTrend.None), PoolPace.Usual, Noon);
        return PoolPlanner.Plan(pool, Owner, around, TestServices.Options, size);
    }
}
