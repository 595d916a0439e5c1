using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Kubernetes.Apply;

namespace ReasonOps.Kubernetes.Tests.Apply;

public class DriftTests
{
    [Theory]
    // Fields the server or a user added.
    [InlineData("""{"spec": {"replicas": 1}}""", """{"spec": {"replicas": 1, "paused": true}, "status": {}}""")]
    [InlineData("""{"metadata": {"labels": {"a": "b"}}}""", """{"metadata": {"labels": {"a": "b", "c": "d"}}}""")]
    // Empty is absent, null is nothing asked for.
    [InlineData("""{"spec": {"a": {}, "args": [], "c": null, "d": {"e": {}}}}""", "{}")]
    [InlineData("""{"env": []}""", """{"env": [{"name": "added"}]}""")]
    [InlineData("""{"a": null}""", """{"a": 1}""")]
    // Lists with keys: any order, more items.
    [InlineData("""{"containers": [{"name": "b"}, {"name": "a", "image": "x"}]}""",
        """{"containers": [{"name": "a", "image": "x", "imagePullPolicy": "Always"}, {"name": "sidecar"}, {"name": "b"}]}""")]
    [InlineData("""{"volumeMounts": [{"mountPath": "/b", "name": "v"}]}""", """{"volumeMounts": [{"mountPath": "/a", "name": "v"}, {"mountPath": "/b", "name": "v"}]}""")]
    [InlineData("""{"spec": {"ports": [{"port": 80, "name": "http"}]}}""",
        """{"spec": {"ports": [{"port": 80, "protocol": "UDP", "name": "quic"}, {"port": 80, "protocol": "TCP", "name": "http", "targetPort": 80}]}}""")]
    [InlineData("""{"ports": [{"containerPort": 80}]}""", """{"ports": [{"containerPort": 81}, {"containerPort": 80, "protocol": "TCP"}]}""")]
    [InlineData("""{"finalizers": ["b"]}""", """{"finalizers": ["a", "b"]}""")]
    [InlineData("""{"ownerReferences": [{"uid": "1", "kind": "A"}]}""", """{"ownerReferences": [{"uid": "2", "kind": "B"}, {"uid": "1", "kind": "A"}]}""")]
    // One value in two spellings.
    [InlineData("""{"limits": {"cpu": "0.5", "memory": "1024Mi"}}""", """{"limits": {"cpu": "500m", "memory": "1Gi"}}""")]
    [InlineData("""{"requests": {"cpu": 2, "nvidia.com/gpu": "1"}}""", """{"requests": {"cpu": "2", "nvidia.com/gpu": 1}}""")]
    [InlineData("""{"emptyDir": {"sizeLimit": "2048Mi"}}""", """{"emptyDir": {"sizeLimit": "2Gi"}}""")]
    [InlineData("""{"targetPort": 80, "weight": 1.0}""", """{"targetPort": "80", "weight": 1}""")]
    // What the server does not write back.
    [InlineData("""{"env": [{"name": "A", "value": ""}], "readOnly": false, "initialDelaySeconds": 0}""", """{"env": [{"name": "A"}]}""")]
    public void Is_none(string desired, string live) => Assert.Empty(Between(desired, live));

    [Theory]
    [InlineData("""{"spec": {"replicas": 1}}""", """{"spec": {"replicas": 2}}""", "spec.replicas")]
    [InlineData("""{"spec": {"replicas": 1}}""", """{"spec": {}}""", "spec.replicas")]
    [InlineData("""{"spec": {"replicas": 0}}""", "{}", "spec.replicas")]
    [InlineData("""{"automountServiceAccountToken": false}""", "{}", "automountServiceAccountToken")]
    [InlineData("""{"a": {"b": "x"}}""", """{"a": "x"}""", "a")]
    [InlineData("""{"args": ["a", "b"]}""", """{"args": ["a"]}""", "args")]
    [InlineData("""{"args": ["a"]}""", """{"args": ["a", "b"]}""", "args")]
    [InlineData("""{"args": ["a", "b"]}""", """{"args": ["b", "a"]}""", "args[0] args[1]")]
    [InlineData("""{"args": []}""", """{"args": ["a"]}""", "args")]
    [InlineData("""{"tolerations": [{}]}""", "{}", "tolerations")]
    [InlineData("""{"containers": [{"name": "a"}, {"name": "b", "image": "x"}]}""", """{"containers": [{"name": "b", "image": "y"}, {"name": "c"}]}""",
        "containers[0] containers[1].image")]
    [InlineData("""{"finalizers": ["a"]}""", """{"finalizers": []}""", "finalizers[0]")]
    [InlineData("""{"limits": {"cpu": "1"}}""", """{"limits": {"cpu": "1m"}}""", "limits.cpu")]
    [InlineData("""{"labels": {"version": "1"}}""", """{"labels": {"version": "1000m"}}""", "labels.version")]
    [InlineData("""{"data": {"key": "YQ=="}}""", """{"data": {"key": "YR=="}}""", "data.key")]
    [InlineData("""{"spec": {"ports": [{"port": 80, "name": "http"}]}}""", """{"spec": {"ports": [{"port": 80, "name": "web"}]}}""", "spec.ports[0].name")]
    [InlineData("""{"a": "true"}""", """{"a": true}""", "a")]
    // A hole that somebody made into a network policy.
    [InlineData("""{"spec": {"ingress": [{"ports": [{"port": 80}]}]}}""", """{"spec": {"ingress": [{"ports": [{"port": 80}, {"port": 22}]}]}}""", "spec.ingress[0].ports")]
    public void Is_told_where_it_is(string desired, string live, string where) => Assert.Equal(where, string.Join(' ', Between(desired, live)));

    [Fact]
    public void What_is_desired_is_never_drift_of_itself_plus_anything_added() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000_000)), seed =>
        {
            var objects = new RandomObjects(seed);
            var desired = objects.Next();
            Assert.Empty(Between(desired, desired));
            Assert.Empty(Between(desired, objects.Grown(desired)!));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_leaf_is_always_drift() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000_000)), seed =>
        {
            var objects = new RandomObjects(seed);
            var desired = objects.Next();
            if (objects.Changed(desired) is not { } changed) return;
            Assert.NotEmpty(Between(desired, changed));
            Assert.NotEmpty(Between(desired, objects.Grown(changed)!));
            Assert.NotEqual(Drift.Hash(desired), Drift.Hash(changed));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hash_knows_neither_the_order_of_fields_nor_nulls_nor_its_own_annotation()
    {
        var hash = Drift.Hash(JsonNode.Parse("""{"a": 1, "b": {"c": [1, 2], "d": "x"}}""")!.AsObject());
        Assert.Equal(hash, Drift.Hash(JsonNode.Parse("""{"b": {"d": "x", "e": null, "c": [1, 2], "reasonops.io/applied": "0123"}, "a": 1}""")!.AsObject()));
        Assert.NotEqual(hash, Drift.Hash(JsonNode.Parse("""{"a": 1, "b": {"c": [2, 1], "d": "x"}}""")!.AsObject()));
        Assert.Matches("^[0-9a-f]{16}$", hash);
    }

    private static IReadOnlyList<string> Between(string desired, string live) => Between(JsonNode.Parse(desired)!, JsonNode.Parse(live)!);

    private static IReadOnlyList<string> Between(JsonNode desired, JsonNode live) =>
        Drift.Between(JsonSerializer.SerializeToElement(desired), JsonSerializer.SerializeToElement(live));
}
