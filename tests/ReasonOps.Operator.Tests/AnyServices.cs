using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Validation;
using ReasonOps.Capacity.Devices;

namespace ReasonOps.Operator.Tests;

/// <summary>Valid services, defaulted, with every part that shapes a child now there and now left out.</summary>
internal static class AnyServices
{
    public static Arbitrary<ReasoningService> All { get; } = Service().Where(service => ServiceValidation.Check(service).Count == 0)
        .Select(ServiceDefaults.Apply).ToArbitrary();

    private static Gen<ReasoningService> Service() =>
        from name in Gen.Elements("math", "a", "9lives", "0", new string('m', ObjectMetadata.LongestName), new string('7', ObjectMetadata.LongestName))
        from model in Model()
        from engine in Gen.OneOf(Started(), Started(), Started(), Fronted())
        from gateway in Maybe(Gateway())
        from monitoring in Maybe(Gen.Elements(true, false).Select(asked => new MonitoringSpec { PodMonitor = asked, Labels = Labels("release") }))
        from replicas in Gen.Elements<int?>(null, 0, 3, 900)
        from scaled in Gen.Elements(true, false)
        from deadline in Gen.Elements(1, 600, 86_400)
        from tenants in Gen.Choose(1, 3)
        let fronted = engine.Endpoints is not null
        select new ReasoningService
        {
            ApiVersion = ReasoningService.Version,
            Kind = ReasoningService.KindName,
            Metadata = new ObjectMetadata { Name = name },
            Spec = new()
            {
                Model = fronted ? model with { Uri = null, Cache = null, CredentialsRef = null } : model,
                Engine = engine,
                Gateway = gateway,
                Monitoring = monitoring,
                Replicas = fronted ? null : replicas,
                Autoscaling = scaled && !fronted ? new() { MinReplicas = 2, MaxReplicas = 4 } : null,
                Tenants = [.. Enumerable.Range(0, tenants).Select(i => new TenantSpec
                {
                    Name = $"t{i}", Keys = new(new SecretReference($"keys-{i}")), Deadline = Duration.FromSeconds(deadline),
                })],
            },
        };

    private static Gen<ModelSpec> Model() =>
        from uri in Gen.Elements("hf://a/b", "hf://a/b@main", "pvc://claim", "pvc://claim/a/b", "oci://registry:5000/a/b:1", "oci://r/a@sha256:00", "s3://bucket",
            "s3://bucket/a/b.gguf", "embedded://arithmetic")
        from cache in Gen.Elements(null, new ModelCacheSpec { ClaimName = "cache" }, new ModelCacheSpec { Size = new Quantity(80m * (1L << 30)) })
        from credentials in Maybe(Gen.Constant(new ObjectReference("token")))
        let fetched = !uri.StartsWith("pvc", StringComparison.Ordinal) && !uri.StartsWith("embedded", StringComparison.Ordinal)
        select new ModelSpec { Name = "r1", Uri = uri, Cache = fetched ? cache : null, CredentialsRef = fetched ? credentials : null };

    private static Gen<EngineSpec> Started() =>
        from runtime in Gen.Elements<RuntimeKind?>(null, RuntimeKind.Vllm, RuntimeKind.Sglang, RuntimeKind.LlamaCpp, RuntimeKind.Onnx)
        from accelerator in Maybe(Accelerator())
        from image in Gen.Elements(null, "example.com/engine:1")
        from args in Gen.Elements<IReadOnlyList<string>?>(null, [], ["--x", "1"])
        from env in Gen.Elements<IReadOnlyList<EnvironmentVariable>?>(null, [new() { Name = "A", Value = "" }, new() { Name = "B", ValueFrom = [] }])
        from volumes in Maybe(Objects("""[{"name": "tmp", "emptyDir": {"medium": "Memory"}}, {"name": "more", "configMap": {"name": "c"}}]"""))
        from mounts in Maybe(Objects("""[{"name": "more", "mountPath": "/more", "readOnly": false}]"""))
        from pod in Maybe(Pod("engine"))
        select new EngineSpec
        {
            Runtime = runtime, Accelerator = accelerator, Image = image, Args = args, Env = env, Volumes = volumes, VolumeMounts = mounts, PodTemplate = pod,
        };

    private static Gen<EngineSpec> Fronted() =>
        from url in Gen.Elements("http://10.0.0.1:8000/v1", "https://api.example.com/v1", "http://ollama/v1", "http://llm.team-b/v1", "http://llm.team-b.svc.cluster.local/v1",
            "http://[fd00::1]:8000/v1", "http://bücher.example/v1")
        from runtime in Gen.Elements<RuntimeKind?>(null, RuntimeKind.Vllm, RuntimeKind.OpenAi)
        from key in Maybe(Gen.Constant(new SecretReference("engine-key")))
        select new EngineSpec { Runtime = runtime, Endpoints = [new() { Url = url, KeySecretRef = key }, new() { Url = "http://other:1/v1" }] };

    private static Gen<AcceleratorSpec> Accelerator() =>
        from preset in Gen.Elements(AcceleratorPresets.Names.Append(null))
        from nodes in Gen.Elements<int?>(null, 1, 2)
        from resource in Gen.Elements(null, "example.com/npu")
        from tolerations in Maybe(Objects("""[{"key": "team", "operator": "Exists"}]"""))
        select new AcceleratorSpec
        {
            Preset = preset, Memory = preset is null ? new Quantity(24e9m) : null, Nodes = nodes, PerReplica = nodes * 4, ResourceName = resource,
            NodeSelector = Labels("pool"), Tolerations = tolerations,
        };

    private static Gen<GatewaySpec> Gateway() =>
        from replicas in Gen.Elements<int?>(null, 3)
        from ingress in Maybe(Gen.Constant(new IngressSpec { Host = "*.example.com", TlsSecretName = "tls", Annotations = Labels("x") }))
        from route in Maybe(Objects("""[{"name": "edge"}]""").Select(parents => new RouteSpec { ParentRefs = parents, Hostnames = ["a.example.com"] }))
        from pod in Maybe(Pod("gateway"))
        select new GatewaySpec { Replicas = replicas, Ingress = ingress, Route = route, PodTemplate = pod };

    private static Gen<JsonObject> Pod(string container) => Gen.Elements(
        """{"metadata": {"labels": {"app.kubernetes.io/component": "mine"}}}""",
        """{"spec": {"containers": [{"name": "CONTAINER", "resources": {"limits": {"memory": 1}}}, {"name": "more"}], "hostNetwork": false}}""",
        """{"spec": {"volumes": [{"name": "tmp", "hostPath": {"path": "/x"}}], "tolerations": [], "nodeSelector": null, "securityContext": {}}}""",
        """{"spec": "odd"}""").Select(text => JsonNode.Parse(text.Replace("CONTAINER", container, StringComparison.Ordinal))!.AsObject());

    private static Gen<JsonArray> Objects(string json) => Gen.Fresh(() => JsonNode.Parse(json)!.AsArray());

    private static Dictionary<string, string> Labels(string key) => new() { [key] = "1" };

    private static Gen<T?> Maybe<T>(Gen<T> some) where T : class => Gen.OneOf(Gen.Constant((T?)null), some.Select(value => (T?)value));
}
