using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Tests.Manifests;

/// <summary>Mistakes in what only a cluster acts on.</summary>
public class ClusterFieldTests
{
    private const string LabelRule = "(lower-case letters, digits and '-', with a letter or digit at both ends)";
    private static readonly string LongName = new('a', 254);

    [Theory]
    // Replicas and devices.
    [InlineData("replicas: 1001", "replicas", "1001 is above 1000; lower it to 1000 or less")]
    [InlineData("replicas: -1", "replicas", "-1 is below 0; raise it to 0 or more")]
    [InlineData("engine: {accelerator: {preset: H100-80GB, perReplica: 3, nodes: 2}}", "engine.accelerator.perReplica", "3 devices cannot be shared evenly by 2 nodes; raise it to 4 or change nodes")]
    [InlineData("engine: {accelerator: {preset: H100-80GB, nodes: 2}}", "engine.accelerator.perReplica", "1 devices cannot be shared evenly by 2 nodes; raise it to 2 or change nodes")]
    [InlineData("engine: {runtime: llamacpp, accelerator: {preset: H100-80GB, perReplica: 2, nodes: 2}}", "engine.accelerator.nodes", "2 with llamacpp, whose replicas each run on one node; use vllm or sglang, or take nodes away")]
    [InlineData("engine: {accelerator: {preset: H100-80GB, nodes: 0}}", "engine.accelerator.nodes", "0 is below 1; raise it to 1 or more")]
    [InlineData("engine: {accelerator: {preset: H100-80GB, resourceName: 'gpu of nvidia'}}", "engine.accelerator.resourceName", "\"gpu of nvidia\" is not the name of a resource; write it as nvidia.com/gpu")]
    [InlineData("engine: {accelerator: {preset: H100-80GB, nodeSelector: {gpu: a b}}}", "engine.accelerator.nodeSelector[gpu]", "\"a b\" is not a label value (at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends)")]
    [InlineData("engine: {accelerator: {preset: H100-80GB, tolerations: [gpu]}}", "engine.accelerator.tolerations[0]", "is not a mapping")]
    // What is passed through.
    [InlineData("engine: {image: ''}", "engine.image", "is empty; give it a value or take it away")]
    [InlineData("engine: {env: [{name: A}, {name: A}]}", "engine.env[1].name", "\"A\" is also the name of env[0]; keep one")]
    [InlineData("engine: {env: [{name: A=B}]}", "engine.env[0].name", "\"A=B\" is not the name of a variable; it has no '='")]
    [InlineData("engine: {env: [{name: A, value: b, valueFrom: {}}]}", "engine.env[0]", "has both value and valueFrom; keep one")]
    [InlineData("engine: {volumes: [{emptyDir: {}}]}", "engine.volumes[0]", "has no name; every item needs name, as text")]
    [InlineData("engine: {volumeMounts: [{name: v}]}", "engine.volumeMounts[0]", "has no mountPath; every item needs name and mountPath, as text")]
    // Overlays.
    [InlineData("engine: {podTemplate: {template: {}}}", "engine.podTemplate.template", "is not part of a pod template here; an overlay has metadata and spec")]
    [InlineData("engine: {podTemplate: {spce: {}}}", "engine.podTemplate.spce", "is not part of a pod template here; did you mean spec?")]
    [InlineData("engine: {podTemplate: {spec: [a]}}", "engine.podTemplate.spec", "is not a mapping; write it as in a pod template")]
    [InlineData("engine: {podTemplate: {metadata: {name: x}}}", "engine.podTemplate.metadata.name", "is not part of a pod template here; an overlay has labels and annotations")]
    [InlineData("engine: {podTemplate: {metadata: {labels: {team: 7}}}}", "engine.podTemplate.metadata.labels[team]", "is not text; put it in quotes")]
    [InlineData("engine: {podTemplate: {spec: {containers: {name: engine}}}}", "engine.podTemplate.spec.containers", "is not a list; a pod's is one, each item with a name")]
    [InlineData("gateway: {podTemplate: {spec: {containers: [{image: x}]}}}", "gateway.podTemplate.spec.containers[0]", "has no name, by which it is merged; give it one")]
    // The gateway, and what leads to it.
    [InlineData("gateway: {replicas: 0}", "gateway.replicas", "0 is below 1; raise it to 1 or more")]
    [InlineData("gateway: {ingress: {className: nginx}}", "gateway.ingress.host", "is required")]
    [InlineData("gateway: {ingress: {host: Math.Example.com}}", "gateway.ingress.host", "\"Math.Example.com\" is not a DNS-1123 name " + LabelRule + "; try math.example.com")]
    [InlineData("gateway: {ingress: {host: 'https://math.example.com'}}", "gateway.ingress.host", "\"https://math.example.com\" is not a DNS-1123 name " + LabelRule + "; try https-math.example.com")]
    [InlineData("gateway: {ingress: {host: a.b, annotations: {'/x': y}}}", "gateway.ingress.annotations[/x]", "\"/x\" is not a key (at most 63 letters, digits, '-', '_' and '.', after an optional domain and '/')")]
    [InlineData("gateway: {route: {hostnames: [a.b]}}", "gateway.route.parentRefs", "is required")]
    [InlineData("gateway: {route: {parentRefs: []}}", "gateway.route.parentRefs", "is empty; name the Gateway to attach to")]
    [InlineData("gateway: {route: {parentRefs: [{namespace: x}]}}", "gateway.route.parentRefs[0]", "has no name; every item needs name, as text")]
    [InlineData("gateway: {route: {parentRefs: [{name: g}], hostnames: ['*.a.b', '*']}}", "gateway.route.hostnames[1]", "\"*\" is not a DNS-1123 name " + LabelRule)]
    [InlineData("monitoring: {podMonitor: maybe}", "monitoring.podMonitor", "is the text \"maybe\"; expected true or false")]
    [InlineData("monitoring: {podMonitor: 'true'}", "monitoring.podMonitor", "is the text \"true\"; expected true or false; take the quotes away")]
    [InlineData("monitoring: {labels: {release: 5}}", "monitoring.labels[release]", "is the number 5; expected text; put it in quotes: \"5\"")]
    public void A_mistake_is_named_with_its_field_and_the_way_out(string fields, string path, string message) =>
        Assert.Equal([$"spec.{path}: {message}"], Read("{name: m, uri: 'hf://owner/name'}", fields));

    [Theory]
    [InlineData("{name: m, uri: 'hf://o/n', cache: {}}", "spec.model.cache: needs claimName (a claim that exists) or size (of each pod's own directory)")]
    [InlineData("{name: m, uri: 'hf://o/n', cache: {claimName: w, size: 1Gi}}", "spec.model.cache.size: cannot be set beside claimName \"w\", which has a size; take one away")]
    [InlineData("{name: m, uri: 'hf://o/n', cache: {size: '0'}}", "spec.model.cache.size: 0 is not above 0")]
    [InlineData("{name: m, uri: 'pvc://claim/path', cache: {size: 1Gi}}", "spec.model.cache: does nothing here: the weights of pvc:// are not downloaded; take it away")]
    [InlineData("{name: m, uri: 'embedded://arithmetic', credentialsRef: {name: hub}}", "spec.model.credentialsRef: does nothing here: the weights of embedded:// are not downloaded; take it away")]
    [InlineData("{name: m, uri: 'hf://o/n', credentialsRef: {name: HUB}}", "spec.model.credentialsRef.name: \"HUB\" is not a DNS-1123 name " + LabelRule + "; try hub")]
    public void Downloads_and_where_they_are_kept_go_together(string model, string error) => Assert.Equal([error], Read(model, ""));

    [Fact]
    public void What_is_too_long_or_too_many_is_told_with_its_most()
    {
        Assert.Equal(["spec.engine.args: has 257 items; it takes at most 256"], Read("{name: m, uri: 'hf://o/n'}", $"engine: {{args: [{string.Join(", ", Enumerable.Repeat("x", 257))}]}}"));
        Assert.Equal(["spec.model.name: has 254 characters; it takes at most 253"], Read($"{{name: {LongName}, uri: 'hf://o/n'}}", ""));
        Assert.Equal(
            ["spec.monitoring.labels: has 65 entries; it takes at most 64"],
            Read("{name: m, uri: 'hf://o/n'}", $"monitoring: {{labels: {{{string.Join(", ", Enumerable.Range(0, 65).Select(i => $"k{i}: v"))}}}}}"));
    }

    [Fact]
    public void A_name_leaves_room_for_those_that_are_made_of_it() =>
        Assert.StartsWith(
            "metadata.name: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" is not a DNS-1123 label (at most 40 characters); try aaaa",
            Assert.Single(Read("{name: m, uri: 'hf://o/n'}", "", name: new string('a', 41))), StringComparison.Ordinal);

    [Fact]
    public void Engines_that_already_run_have_no_replicas_but_the_one_that_a_server_fills_in()
    {
        const string Endpoints = "engine: {endpoints: [{url: 'http://h/v1'}]}";

        Assert.Equal([], Read("{name: m}", $"{Endpoints}\n  replicas: 1"));
        Assert.Equal(
            ["spec.replicas: cannot be set beside engine.endpoints: engines that already run are not scaled; take it away"],
            Read("{name: m}", $"{Endpoints}\n  replicas: 2"));
    }

    private static string[] Read(string model, string fields, string name = "math") =>
    [
        .. ManifestReader.Read($$"""
            apiVersion: reasonops.io/v1alpha1
            kind: ReasoningService
            metadata: {name: {{name}} }
            spec:
              model: {{model}}
              tenants: [{name: t, keys: {secretRef: {name: k} } }]
              {{fields}}
            """).Errors.Select(error => error.ToString()),
    ];
}
