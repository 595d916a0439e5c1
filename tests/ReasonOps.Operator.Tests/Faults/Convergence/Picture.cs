using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReasonOps.ControlPlane;

namespace ReasonOps.Operator.Tests.Faults.Convergence;

/// <summary>
/// What a namespace means: every object that a service may have to do with, whoever made it, without what only tells when and where it was
/// made. Two namespaces with the same manifests, in which everything went well, have the same picture.
/// </summary>
internal sealed partial class Picture
{
    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = true };
    private readonly SortedDictionary<string, string> _objects = new(StringComparer.Ordinal);

    private Picture()
    {
    }

    /// <summary>As <c>deployments math-engine</c>.</summary>
    public IReadOnlyList<string> Names => [.. _objects.Keys];

    public static async Task<Picture> TakeAsync(LocalControlPlane plane, string @namespace, string service = "math")
    {
        var picture = new Picture();
        var owner = await GetAsync(plane, $"apis/reasonops.io/v1alpha1/namespaces/{@namespace}/reasoningservices/{service}");
        foreach (var collection in Collections(plane.Version, @namespace))
        {
            if ((await GetAsync(plane, collection))?["items"] is not JsonArray items) continue;
            var resource = collection[(collection.LastIndexOf('/') + 1)..];
            foreach (var item in items.OfType<JsonObject>().Where(item => !Meaning.IsTheClustersOwn(resource, item)))
                picture._objects[$"{resource} {item["metadata"]!["name"]}"] = Neutral(Meaning.Of(resource, item).ToJsonString(Lines), @namespace, owner);
        }
        return picture;
    }

    /// <summary>One line each; empty when both are the same.</summary>
    public IReadOnlyList<string> DifferencesTo(Picture actual) =>
    [
        .. Names.Except(actual.Names).Select(name => $"missing: {name}"),
        .. actual.Names.Except(Names).Select(name => $"too many: {name}"),
        .. Names.Intersect(actual.Names).SelectMany(name => Between(name, _objects[name], actual._objects[name])),
    ];

    private static IEnumerable<string> Between(string name, string expected, string actual)
    {
        if (expected == actual) return [];
        var (left, right) = (Told(expected), Told(actual));
        return [.. left.Except(right).Select(line => $"{name} lacks {line}"), .. right.Except(left).Select(line => $"{name} has {line}"), $"{name} differs"];
    }

    private static IEnumerable<string> Told(string text) => text.Split('\n').Select(line => line.Trim().TrimEnd(','));

    private static string Neutral(string text, string @namespace, JsonObject? owner)
    {
        text = text.Replace(@namespace, "{namespace}", StringComparison.Ordinal);
        if ((string?)owner?["metadata"]?["uid"] is { } uid) text = text.Replace(uid, "{owner}", StringComparison.Ordinal);
        if ((long?)owner?["metadata"]?["generation"] is { } generation)
            text = text.Replace($"\"observedGeneration\": {generation}", "\"observedGeneration\": \"{current}\"", StringComparison.Ordinal);
        return Pod().Replace(text, "$1{pod}");
    }

    private static IEnumerable<string> Collections(Version version, string @namespace) =>
        new[]
        {
            "api/v1|serviceaccounts", "api/v1|secrets", "api/v1|services", "api/v1|configmaps", "api/v1|persistentvolumeclaims", "apps/v1|deployments",
            "apps/v1|statefulsets", "batch/v1|jobs", "networking.k8s.io/v1|networkpolicies", "networking.k8s.io/v1|ingresses",
            $"policy/{(version < new Version(1, 21) ? "v1beta1" : "v1")}|poddisruptionbudgets", "reasonops.io/v1alpha1|reasoningservices",
        }.Select(pair => pair.Split('|')).Select(pair => $"{(pair[0] == "api/v1" ? "" : "apis/")}{pair[0]}/namespaces/{@namespace}/{pair[1]}");

    private static async Task<JsonObject?> GetAsync(LocalControlPlane plane, string path)
    {
        using var answer = await plane.Client.GetAsync(path);
        return answer.IsSuccessStatusCode ? (JsonObject?)JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    /// <summary>What a Deployment calls its pods.</summary>
    [GeneratedRegex(@"\b(math-(?:engine|gateway)-)[a-z0-9]{6,10}-[a-z0-9]{5}\b")]
    private static partial Regex Pod();
}
