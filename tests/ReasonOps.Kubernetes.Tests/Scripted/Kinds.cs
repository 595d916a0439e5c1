using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Tests.Scripted;

public static class Kinds
{
    public static readonly EntityType ConfigMap = new("", "v1", "ConfigMap", "configmaps");

    public static readonly EntityType Service = new("", "v1", "Service", "services");

    public static readonly EntityType Job = new("tests.reasonops.io", "v1", "Job", "jobs");

    public static ObjectKey Key(string name) => new("a", name);

    public static JsonObject Map(string name, string value = "1", V1ObjectMeta? owner = null, params (string Name, string Value)[] labels)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = "a" };
        if (labels.Length > 0) metadata["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)label.Value)));
        if (owner is not null) metadata["ownerReferences"] = new JsonArray(Owner(owner));
        return new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata, ["data"] = new JsonObject { ["value"] = value } };
    }

    public static JsonObject Parent(string name, int size = 1) => new() {
        ["apiVersion"] = Job.ApiVersion, ["kind"] = Job.Kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "a" }, ["spec"] = new JsonObject { ["size"] = size } };

    public static JsonObject Owner(V1ObjectMeta owner) => new() {
        ["apiVersion"] = Job.ApiVersion, ["kind"] = Job.Kind, ["name"] = owner.Name, ["uid"] = owner.Uid, ["controller"] = true };
}
