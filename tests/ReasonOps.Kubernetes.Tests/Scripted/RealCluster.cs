using System.Text.Json.Nodes;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Tests.Scripted;

/// <summary>A client of a real API server and a namespace of one's own, with a kind of job that has a status.</summary>
public sealed class RealCluster : IDisposable
{
    private RealCluster(LocalControlPlane plane, KubernetesClient client, string @namespace) => (Plane, Client, Namespace) = (plane, client, @namespace);

    public LocalControlPlane Plane { get; }

    public KubernetesClient Client { get; }

    public string Namespace { get; }

    public static async Task<RealCluster> StartAsync(LocalControlPlane plane)
    {
        var client = new KubernetesClient(KubernetesConfiguration.FromFiles([plane.KubeConfigPath]), new() { QueriesPerSecond = 1000, Burst = 1000 });
        await client.ApplyAsync(EntityType.Of<V1CustomResourceDefinition>(), JsonNode.Parse(Definition)!.AsObject(), "tests", null, default);
        // Served a moment after it is established.
        await ReasonOps.ControlPlane.Tools.Until.TrueAsync(
            "jobs are served", async () => (await plane.Client.GetAsync($"{Kinds.Job.Path()}?limit=1")).IsSuccessStatusCode);
        return new(plane, client, await plane.CreateNamespaceAsync());
    }

    public ObjectKey Key(string name) => new(Namespace, name);

    public Task<ApiObject> PutAsync(EntityType type, JsonObject desired, string manager = "somebody")
    {
        var here = (JsonObject)desired.DeepClone();
        here["metadata"]!["namespace"] = Namespace;
        return Client.ApplyAsync(type, here, manager, null, default);
    }

    public async Task<ApiObject> LiveAsync(EntityType type, string name) =>
        await Client.GetAsync<ApiObject>(type, Namespace, name, default) ?? throw new InvalidOperationException($"there is no {type} {name}");

    /// <summary>As somebody by hand.</summary>
    public async Task KubectlAsync(params string[] arguments) => await Plane.Kubectl.RunAsync(["-n", Namespace, .. arguments], null, default);

    public void Dispose() => Client.Dispose();

    private const string Definition = """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "jobs.tests.reasonops.io"},
         "spec": {"group": "tests.reasonops.io", "scope": "Namespaced", "names": {"kind": "Job", "plural": "jobs", "singular": "job", "listKind": "JobList"},
          "versions": [{"name": "v1", "served": true, "storage": true, "subresources": {"status": {}}, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
           "spec": {"type": "object", "properties": {"size": {"type": "integer"}}},
           "status": {"type": "object", "properties": {
            "replicas": {"type": "integer"}, "share": {"type": "number"},
            "conditions": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"], "items": {"type": "object",
             "required": ["type", "status", "lastTransitionTime"], "properties": {
              "type": {"type": "string"}, "status": {"type": "string"}, "reason": {"type": "string"}, "message": {"type": "string"},
              "lastTransitionTime": {"type": "string", "format": "date-time"}}}}}}}}}}]}}
        """;
}
