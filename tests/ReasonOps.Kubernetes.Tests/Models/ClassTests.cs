using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Tests.Models;

public sealed class ClassTests
{
    private static readonly JsonSerializerOptions Json = KubernetesJson.With();

    public static TheoryData<Type> Classes => [.. typeof(V1Pod).Assembly.GetTypes().Where(type => type.GetCustomAttribute<KubernetesEntityAttribute>() is not null)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_class_without_a_field_knows_what_it_is_and_writes_no_more(Type type)
    {
        var read = (IKubernetesObject)JsonSerializer.Deserialize("{}", type, Json)!;
        var entity = type.GetCustomAttribute<KubernetesEntityAttribute>()!;
        Assert.Equal(entity.Kind, read.Kind);
        Assert.Equal(entity.Group.Length == 0 ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}", read.ApiVersion);
        Assert.Equal($$$"""{"apiVersion":"{{{read.ApiVersion}}}","kind":"{{{read.Kind}}}","metadata":{}}""", JsonSerializer.Serialize(read, type, Json));
    }

    [Fact]
    public void A_pod_comes_back_as_it_was_but_for_what_no_class_knows()
    {
        const string Pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{
            "containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],
            "ports":[{"name":"http","containerPort":8000}],"resources":{"limits":{"nvidia.com/gpu":"2"}},
            "volumeMounts":[{"name":"v","mountPath":"/m","readOnly":true}],
            "startupProbe":{"httpGet":{"path":"/health","port":"http"},"failureThreshold":360},"readinessProbe":{"tcpSocket":{"port":8000}}}],
            "volumes":[{"name":"v","emptyDir":{"medium":"Memory","sizeLimit":"1Gi"}},{"name":"d","downwardAPI":{"items":[]}}],
            "tolerations":[{"operator":"Exists"}],"affinity":{"nodeAffinity":{}},"hostIPC":false},
            "status":{"phase":"Running","podIP":"127.0.0.9","podIPs":[{"ip":"127.0.0.9"}],"conditions":[{"type":"Ready","status":"True"}],
            "containerStatuses":[{"name":"c","ready":true,"restartCount":1,"imageID":"x","containerID":"y","lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}}
            """;
        var read = JsonSerializer.Deserialize<V1Pod>(Pod, Json)!;
        Assert.True(read.Status!.Conditions!.Single().IsTrue);
        Assert.Equal("OOMKilled", read.Status.ContainerStatuses!.Single().LastState!.Terminated!.Reason);
        var written = JsonSerializer.Serialize(read, Json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Pod), JsonNode.Parse(written)), written);
    }

    [Theory]
    [InlineData("8000", 8000, null)]
    [InlineData("\"http\"", null, "http")]
    [InlineData("\"25%\"", null, "25%")]
    [InlineData("0", 0, null)]
    public void A_number_or_a_text_stays_what_it_was(string json, int? number, string? text)
    {
        var read = JsonSerializer.Deserialize<IntOrString>(json, Json);
        Assert.Equal((number, text), (read.Number, read.Text));
        Assert.Equal(json, JsonSerializer.Serialize(read, Json));
        Assert.Equal(number is { } given ? (IntOrString)given : text!, read);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1.5")]
    [InlineData("{}")]
    public void What_is_neither_is_told(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<IntOrString>(json, Json));

    [Fact]
    public void Times_are_written_as_the_server_takes_them()
    {
        var when = new DateTimeOffset(2026, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)).AddTicks(9);
        var lease = new V1Lease { Metadata = new() { CreationTimestamp = when }, Spec = new() { RenewTime = when } };
        Assert.Equal(
            """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{"renewTime":"2026-01-02T03:04:05.678000Z"}}""",
            JsonSerializer.Serialize(lease, Json));
    }

    [Fact]
    public void A_secret_is_bytes_and_does_not_print_them()
    {
        var secret = JsonSerializer.Deserialize<V1Secret>("""{"metadata":{"name":"s","namespace":"a"},"data":{"k":"czNjcmV0"}}""", Json)!;
        Assert.Equal("s3cret"u8.ToArray(), secret.Data!["k"]);
        Assert.Equal("Secret a/s (1 entries)", secret.ToString());
    }
}
