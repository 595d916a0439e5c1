using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired.Bodies;

public sealed class OverlayTests
{
    [Fact]
    public void To_lay_nothing_over_changes_nothing() => Prop.ForAll(Pods().ToArbitrary(), pod =>
        Assert.Equal(pod.ToJsonString(), Overlay.Lay(pod, []).ToJsonString())).QuickCheckThrowOnFailure();

    [Fact]
    public void To_lay_over_twice_is_to_lay_over_once() => Prop.ForAll(Pods().ToArbitrary(), Pods(nulls: true).ToArbitrary(), (pod, over) =>
    {
        var once = Overlay.Lay(pod, over);

        Assert.True(JsonNode.DeepEquals(once, Overlay.Lay(once, over)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_laid_over_is_all_there_and_neither_part_changes() => Prop.ForAll(Pods().ToArbitrary(), Pods().ToArbitrary(), (pod, over) =>
    {
        var (before, overBefore) = (pod.ToJsonString(), over.ToJsonString());
        var laid = Overlay.Lay(pod, over);

        Assert.Equal((before, overBefore), (pod.ToJsonString(), over.ToJsonString()));
        var last = over["spec"]!["containers"]!.AsArray()[^1]!;
        foreach (var (name, value) in last["resources"]!.AsObject())
            Assert.Equal(value!.ToJsonString(), Container(laid, last["name"]!)["resources"]![name]!.ToJsonString());
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"a": 1}""", """{"b": {"c": 2}}""", """{"a":1,"b":{"c":2}}""")]
    [InlineData("""{"a": {"b": 1, "c": 2}}""", """{"a": {"c": 3}}""", """{"a":{"b":1,"c":3}}""")]
    [InlineData("""{"a": {"b": 1, "c": 2}}""", """{"a": {"c": null, "d": {"e": null}}}""", """{"a":{"b":1,"d":{}}}""")]
    [InlineData("""{"args": ["a", "b"]}""", """{"args": ["c"]}""", """{"args":["c"]}""")]
    [InlineData("""{"tolerations": [{"key": "a"}]}""", """{"tolerations": [{"key": "b"}]}""", """{"tolerations":[{"key":"b"}]}""")]
    [InlineData("""{"a": {"b": 1}}""", """{"a": 5}""", """{"a":5}""")]
    public void Fields_are_merged_and_the_rest_is_replaced(string basis, string over, string laid) => Assert.Equal(laid, Lay(basis, over));

    [Theory]
    [InlineData("""{"containers": [{"name": "a", "image": "1", "tty": true}]}""", """{"containers": [{"name": "b"}, {"name": "a", "image": "2"}]}""",
        """{"containers":[{"name":"a","image":"2","tty":true},{"name":"b"}]}""")]
    [InlineData("""{"env": [{"name": "a", "value": "1"}]}""", """{"env": [{"name": "a", "valueFrom": {"fieldRef": {}}}]}""",
        """{"env":[{"name":"a","valueFrom":{"fieldRef":{}}}]}""")]
    [InlineData("""{"volumes": [{"name": "a", "emptyDir": {}}]}""", """{"volumes": [{"name": "a", "hostPath": {"path": "/x"}}]}""",
        """{"volumes":[{"name":"a","hostPath":{"path":"/x"}}]}""")]
    [InlineData("""{"volumeMounts": [{"name": "a", "mountPath": "/x", "readOnly": true}]}""", """{"volumeMounts": [{"name": "b", "mountPath": "/x"}]}""",
        """{"volumeMounts":[{"name":"b","mountPath":"/x"}]}""")]
    [InlineData("""{"ports": [{"containerPort": 1, "name": "a"}]}""", """{"ports": [{"containerPort": 2}]}""", """{"ports":[{"containerPort":1,"name":"a"},{"containerPort":2}]}""")]
    public void Lists_of_named_things_are_merged_by_their_name(string basis, string over, string laid) => Assert.Equal(laid, Lay(basis, over));

    [Theory]
    [InlineData("""{"livenessProbe": {"httpGet": {"path": "/"}, "periodSeconds": 5}}""", """{"livenessProbe": {"exec": {"command": ["true"]}}}""",
        """{"livenessProbe":{"periodSeconds":5,"exec":{"command":["true"]}}}""")]
    [InlineData("""{"preStop": {"sleep": {"seconds": 5}}}""", """{"preStop": {"sleep": {"seconds": 9}}}""", """{"preStop":{"sleep":{"seconds":9}}}""")]
    [InlineData("""{"livenessProbe": {"httpGet": {"path": "/"}}}""", """{"livenessProbe": {"periodSeconds": 9}}""",
        """{"livenessProbe":{"httpGet":{"path":"/"},"periodSeconds":9}}""")]
    public void Of_handlers_there_is_one(string basis, string over, string laid) => Assert.Equal(laid, Lay(basis, over));

    private static string Lay(string basis, string over) => Overlay.Lay(Parse(basis), Parse(over)).ToJsonString();

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static JsonObject Container(JsonObject pod, JsonNode name) =>
        pod["spec"]!["containers"]!.AsArray().First(container => container!["name"]!.ToJsonString() == name.ToJsonString())!.AsObject();

    /// <summary>Pod templates, with names that meet, with nulls and with things that no pod has.</summary>
    private static Gen<JsonObject> Pods(bool nulls = false) =>
        from containers in Item("name", nulls).NonEmptyListOf()
        from volumes in Gen.OneOf(Item("name", nulls), Gen.Constant<JsonNode?>(JsonValue.Create("odd"))).ListOf()
        from labels in Scalars(nulls)
        select new JsonObject
        {
            ["metadata"] = labels.DeepClone(),
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray([.. containers.Select(each => each!.DeepClone())]),
                ["volumes"] = new JsonArray([.. volumes.Select(each => each!.DeepClone())]),
            },
        };

    private static Gen<JsonNode?> Item(string key, bool nulls) =>
        from name in Gen.Elements("a", "b", "c")
        from env in Gen.Elements("a", "b").ListOf()
        from resources in Scalars(nulls)
        from handler in Gen.Elements("exec", "httpGet", "sleep")
        from args in Gen.Elements("x", "y").ListOf()
        select (JsonNode?)new JsonObject
        {
            [key] = name,
            ["env"] = new JsonArray([.. env.Select(each => new JsonObject { ["name"] = each, ["value"] = name })]),
            ["args"] = new JsonArray([.. args.Select(each => (JsonNode)each)]),
            ["resources"] = resources.DeepClone(),
            ["livenessProbe"] = new JsonObject { [handler] = new JsonObject { ["path"] = name } },
        };

    private static Gen<JsonObject> Scalars(bool nulls) =>
        from values in Gen.Elements("1", "\"x\"", "{\"y\":1}", nulls ? "null" : "true").ListOf()
        select new JsonObject(values.Select((value, i) => KeyValuePair.Create($"k{i}", JsonNode.Parse(value))));
}
