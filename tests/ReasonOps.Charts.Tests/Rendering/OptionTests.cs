using System.Text.Json.Nodes;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Rendering;

/// <summary>What single values change.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("1.20.2", "policy/v1beta1")]
    [InlineData("1.20.15-gke.100", "policy/v1beta1")]
    [InlineData("1.21.0", "policy/v1")]
    [InlineData("1.36.0+k3s1", "policy/v1")]
    public async Task A_cluster_gets_the_disruption_budget_that_it_serves(string version, string served)
    {
        var there = await Chart.RenderAsync("--kube-version", version);
        var usual = await Chart.RenderAsync();

        Assert.Equal(served, there.Only("PodDisruptionBudget").ApiVersion);
        Assert.Equal(Texts(usual), Texts(there));

        static IEnumerable<string> Texts(IEnumerable<Manifest> manifests) =>
            manifests.Where(one => one.Kind is not ("PodDisruptionBudget" or "CustomResourceDefinition")).Select(one => one.Body.ToJsonString());
    }

    [Theory]
    [InlineData("1.22.17", false)]
    [InlineData("1.23.0", true)]
    public async Task A_cluster_that_knows_no_rules_gets_the_kinds_without(string version, bool rules)
    {
        var there = Definitions(await Chart.RenderAsync("--kube-version", version));
        var usual = Definitions(await Chart.RenderAsync());

        Assert.Equal(3, there.Count);
        Assert.All(there, one => Assert.Equal(rules, one.Body.ToJsonString().Contains("x-kubernetes-validations")));
        Assert.All(usual.Zip(there), pair => Assert.True(JsonNode.DeepEquals(WithoutRules(pair.First.Body), WithoutRules(pair.Second.Body))));
    }

    [Fact]
    public async Task A_cluster_older_than_1_20_is_refused()
    {
        var result = await Chart.TryAsync("--kube-version", "1.19.16");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("chart requires kubeVersion: >=1.20.0-0 which is incompatible with Kubernetes v1.19.16", result.Errors);
    }

    [Fact]
    public async Task One_replica_has_no_disruption_budget_that_would_block_a_drain() =>
        Assert.DoesNotContain(await Chart.RenderAsync("--set", "replicas=1"), manifest => manifest.Kind == "PodDisruptionBudget");

    [Fact]
    public async Task Whoever_watches_named_namespaces_gets_no_object_outside_of_any()
    {
        var manifests = await Chart.RenderAsync("-f", Chart.Values("one-namespace.yaml"));

        Assert.All(manifests, manifest => Assert.True(manifest.IsNamespaced, manifest.Identity));
        Assert.Equal(["reasonops-system", "team-a", "team-b"], manifests.Where(one => one.Kind == "Role").Select(one => one.Namespace).Order());
        Assert.Equal(["--namespace=team-a", "--namespace=team-b"], Arguments(manifests).Where(one => one.StartsWith("--namespace", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_namespace_named_twice_gets_one_role()
    {
        var manifests = await Chart.RenderAsync("--set", "watchNamespaces={team-a,team-a}");

        Assert.Single(manifests, manifest => manifest is { Kind: "Role", Namespace: "team-a" });
    }

    [Fact]
    public async Task Every_object_has_its_own_name_and_the_namespace_of_the_release()
    {
        foreach (var values in new[] { "everything.yaml", "one-namespace.yaml" })
        {
            var manifests = await Chart.RenderAsync("-f", Chart.Values(values));

            Assert.Equal(manifests.Count, manifests.Select(manifest => manifest.Identity).Distinct().Count());
            Assert.All(manifests, manifest => Assert.Equal(manifest.IsNamespaced, manifest.Namespace is not null));
        }
    }

    [Fact]
    public async Task Selectors_find_the_pods_whatever_labels_are_added()
    {
        var manifests = await Chart.RenderAsync(
            "--set", "commonLabels.app\\.kubernetes\\.io/name=other", "--set", "podLabels.app\\.kubernetes\\.io/component=other");
        var labels = manifests.Only("Deployment").Spec["template"]!["metadata"]!["labels"]!.AsObject();

        JsonObject[] selectors =
        [
            manifests.Only("Deployment").Spec["selector"]!["matchLabels"]!.AsObject(),
            manifests.Only("Service").Spec["selector"]!.AsObject(),
            manifests.Only("NetworkPolicy").Spec["podSelector"]!["matchLabels"]!.AsObject(),
            manifests.Only("PodDisruptionBudget").Spec["selector"]!["matchLabels"]!.AsObject(),
        ];
        Assert.All(selectors, selector => Assert.All(selector, term => Assert.Equal((string)term.Value!, (string?)labels[term.Key])));
        // The pod of helm test is none of them.
        Assert.DoesNotContain(selectors, selector =>
            selector.All(term => manifests.Only("Pod").Labels.GetValueOrDefault(term.Key) == (string)term.Value!));
    }

    [Fact]
    public async Task The_longest_release_name_still_gives_names_that_a_cluster_takes()
    {
        var result = await Chart.HelmAsync("template", new string('r', 53), Chart.Folder, "-f", Chart.Values("everything.yaml"), "--set", "fullnameOverride=");

        Assert.All(Chart.Parse(result.Output), manifest => Assert.InRange(manifest.Name.Length, 1, 63));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task The_kinds_are_those_of_the_repository_and_stay_if_asked(string keep, bool kept)
    {
        var definitions = (await Chart.RenderAsync("--set", $"crds.keep={keep}")).Where(manifest => manifest.Kind == "CustomResourceDefinition").ToList();
        var files = Directory.GetFiles(Repository.PathOf("crds"), "reasonops.io_*.yaml");

        Assert.NotEmpty(files);
        Assert.Equal(files.Length, definitions.Count);
        foreach (var source in files.SelectMany(file => Chart.Parse(File.ReadAllText(file))))
        {
            var rendered = definitions.Only("CustomResourceDefinition", source.Name);
            Assert.Equal(kept, rendered.Annotations.GetValueOrDefault("helm.sh/resource-policy") == "keep");
            if (kept) rendered.Body["metadata"]!.AsObject().Remove("annotations");
            Assert.Equal(source.Body.ToJsonString(), rendered.Body.ToJsonString());
        }
    }

    [Fact]
    public async Task A_packaged_chart_holds_what_the_folder_does()
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-chart-");
        try
        {
            var packaged = await Chart.HelmAsync("package", Chart.Folder, "--destination", folder.FullName);
            var rendered = await Chart.HelmAsync("template", Chart.Release, Assert.Single(folder.GetFiles()).FullName, "-n", Chart.Namespace);

            Assert.Equal((0, 0), (packaged.ExitCode, rendered.ExitCode));
            Assert.Equal(await Chart.TextAsync(), rendered.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_image_of_workloads_is_the_operators_own()
    {
        var arguments = Arguments(await Chart.RenderAsync("--set", "image.repository=registry.example/reasonops,image.tag=2.0"));

        Assert.Contains("--image=registry.example/reasonops:2.0", arguments);
    }

    internal static IReadOnlyList<string> Arguments(IReadOnlyList<Manifest> manifests) =>
        [.. manifests.Only("Deployment").Pod!["containers"]![0]!["args"]!.AsArray().Select(argument => (string)argument!)];

    private static List<Manifest> Definitions(IEnumerable<Manifest> manifests) =>
        [.. manifests.Where(one => one.Kind == "CustomResourceDefinition").OrderBy(one => one.Name, StringComparer.Ordinal)];

    private static JsonNode? WithoutRules(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Where(field => field.Key != "x-kubernetes-validations")
            .Select(field => KeyValuePair.Create(field.Key, WithoutRules(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutRules)]),
        _ => node?.DeepClone(),
    };
}
