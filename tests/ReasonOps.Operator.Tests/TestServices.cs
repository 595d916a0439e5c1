using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests;

/// <summary>Services to plan, and the world around them.</summary>
internal static class TestServices
{
    public static readonly WorkloadOptions Options = new("reasonops:1");

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Secrets { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["research-keys"] = ["rk-research"], ["free-keys"] = ["rk-free"], ["pro-keys"] = ["rk-pro"], ["my-keys"] = ["rk-me"], ["engine-key"] = ["sk-engine"],
    };

    public static Observed World { get; } = new() { Served = RecentCluster.Serving(), Secrets = Secrets };

    public static ReasoningService Arithmetic { get; } = Read(File.ReadAllText(Repository.PathOf("config", "samples", "arithmetic.yaml")));

    /// <summary>A manifest whose spec ends with these lines, each indented by two.</summary>
    public static ReasoningService Of(string spec, string name = "math") => Read($"""
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata:
          name: {name}
          namespace: team-a
        spec:
        {spec}
          tenants:
          - name: research
            keys:
              secretRef:
                name: research-keys
        """);

    public static ReasoningService Read(string manifest)
    {
        var read = ManifestReader.Read(manifest);
        Assert.Empty(read.Errors.Select(error => error.Render("manifest")));
        return Assert.Single(read.Services);
    }

    public static ServicePlan Plan(ReasoningService service, Observed? observed = null, WorkloadOptions? options = null) =>
        ServicePlanner.Plan(service, OwnerOf(service), observed ?? World, options ?? Options);

    public static V1ObjectMeta OwnerOf(ReasoningService service) =>
        new() { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace ?? "team-a", Uid = "0b6d1e4e-5f1c-4a55-9b0e-3d3f5c1f7a10" };

    /// <summary>The world once these children stand in it, as they were asked for.</summary>
    public static Observed With(this Observed observed, IEnumerable<DesiredObject> children) => observed with
    {
        Children = [.. children.Select(child => new Child(child.Type, LiveObjects.Of(child)))],
    };
}
