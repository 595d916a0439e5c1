using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Kustomize;

public sealed class KustomizationTests
{
    /// <summary>What only Helm has: its pod for <c>helm test</c>, and who manages the objects.</summary>
    private static readonly string[] HelmsOwn = ["helm.sh/chart", "app.kubernetes.io/managed-by"];

    [Fact]
    public async Task The_kustomization_holds_what_the_chart_does_by_default()
    {
        var chart = (await Chart.RenderAsync()).Where(one => one.Kind != "Pod");
        var kustomization = (await Kustomization.BuildAsync("config/default")).Where(one => one.Kind != "Namespace");

        Assert.Equal(Texts(chart), Texts(kustomization));
    }

    [Fact]
    public async Task Its_namespace_enforces_the_restricted_standard()
    {
        var @namespace = (await Kustomization.BuildAsync("config/default")).Only("Namespace", Chart.Namespace);

        Assert.Equal("restricted", @namespace.Labels["pod-security.kubernetes.io/enforce"]);
    }

    [Fact]
    public async Task Another_image_is_said_once()
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-kustomize-");
        try
        {
            CopyTo(folder.FullName, "config/default", "config/rbac", "config/operator", "crds");
            var path = Path.Combine(folder.FullName, "config/default/kustomization.yaml");
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("newName: reasonops", "newName: registry.example/reasonops"));
            var result = await KubeTools.RunAsync("kubectl", ["kustomize", Path.GetDirectoryName(path)!], null, null, CancellationToken.None);

            var container = Chart.Parse(result.Output).Only("Deployment").Pod!["containers"]![0]!;
            Assert.Equal("registry.example/reasonops:0.1.0", (string?)container["image"]);
            Assert.Contains("--image=registry.example/reasonops:0.1.0", container["args"]!.AsArray().Select(one => (string?)one));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_sample_is_in_the_samples()
    {
        var files = Directory.GetFiles(Repository.PathOf("config/samples"), "*.yaml").Select(Path.GetFileName).Where(one => one != "kustomization.yaml");
        var named = YamlDocuments.Read(await File.ReadAllTextAsync(Repository.PathOf("config/samples/kustomization.yaml")))[0]["resources"]!;

        Assert.Equal(files.Order(StringComparer.Ordinal), named.AsArray().Select(one => (string)one!).Order(StringComparer.Ordinal));
        Assert.NotEmpty(await Kustomization.BuildAsync("config/samples"));
    }

    private static void CopyTo(string target, params string[] folders)
    {
        foreach (var file in folders.SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder))))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Objects with fields in one order, without what only one of the two tools says.</summary>
    private static List<string> Texts(IEnumerable<Manifest> manifests) =>
        [.. manifests.Select(manifest => Sorted(WithoutHelm(manifest.Body))!.ToJsonString()).Order(StringComparer.Ordinal)];

    private static JsonObject WithoutHelm(JsonObject body)
    {
        foreach (var metadata in new[] { body["metadata"], body["spec"]?["template"]?["metadata"] }.OfType<JsonObject>())
        {
            foreach (var label in HelmsOwn) (metadata["labels"] as JsonObject)?.Remove(label);
            (metadata["annotations"] as JsonObject)?.Remove("helm.sh/resource-policy");
            foreach (var words in new[] { "labels", "annotations" })
                if (metadata[words] is JsonObject { Count: 0 }) metadata.Remove(words);
        }
        return body;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
