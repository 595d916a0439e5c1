using System.Text;
using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Tests.Faults.Convergence;

/// <summary>An object without what the server fills in for itself.</summary>
internal static class Meaning
{
    private static readonly string[] MetadataFields = ["name", "labels", "ownerReferences", "finalizers"];

    /// <summary>There in every namespace, with or without a service.</summary>
    public static bool IsTheClustersOwn(string resource, JsonObject item) => (string?)item["metadata"]!["name"] is var name && (
        (resource == "serviceaccounts" && name == "default") || (resource == "configmaps" && name == "kube-root-ca.crt")
        || (string?)item["type"] == "kubernetes.io/service-account-token");

    public static JsonObject Of(string resource, JsonObject live)
    {
        var kept = (JsonObject)live.DeepClone();
        kept["metadata"] = Metadata(live["metadata"]!.AsObject());
        kept.Remove("apiVersion");
        kept.Remove("kind");
        switch (resource)
        {
            case "reasoningservices":
                Conditions(kept);
                return kept;
            case "serviceaccounts":
                kept.Remove("secrets"); // a token with a name at random
                break;
            case "services":
                Addresses(kept["spec"]!.AsObject());
                break;
            case "secrets":
                Decode(kept["data"] as JsonObject);
                break;
        }
        kept.Remove("status");
        return kept;
    }

    private static JsonObject Metadata(JsonObject live)
    {
        var kept = new JsonObject();
        foreach (var field in MetadataFields)
            if (live[field] is { } value) kept[field] = value.DeepClone();
        if (live["deletionTimestamp"] is not null) kept["goes"] = true;
        if (live["annotations"] is JsonObject annotations) kept["annotations"] = Annotations(annotations);
        return kept;
    }

    /// <summary>The hash is of an object with its owner's UID, so it differs where the meaning does not; that it is up to date shows in the quiet.</summary>
    private static JsonObject Annotations(JsonObject live) => new(live
        .Where(entry => entry.Key is not ("deployment.kubernetes.io/revision" or "kubectl.kubernetes.io/last-applied-configuration"))
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Key == "reasonops.io/applied" ? JsonValue.Create("{hash}") : entry.Value?.DeepClone())));

    private static void Conditions(JsonObject service)
    {
        foreach (var condition in (service["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()) condition.Remove("lastTransitionTime");
    }

    private static void Addresses(JsonObject spec)
    {
        if ((string?)spec["clusterIP"] is not "None") (spec["clusterIP"], spec["clusterIPs"]) = ("{address}", null);
    }

    private static void Decode(JsonObject? data)
    {
        foreach (var (name, value) in data?.ToArray() ?? []) data![name] = Encoding.UTF8.GetString(Convert.FromBase64String((string)value!));
    }
}
