using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Apply;

namespace ReasonOps.Kubernetes.Tests.Apply;

public class HusksTests
{
    private static readonly JsonObject Live = Parse("""
        {"metadata": {"name": "c", "resourceVersion": "7", "managedFields": [
           {"manager": "others", "operation": "Apply", "fieldsV1": {"f:spec": {"f:theirs": {"f:a": {}}}}},
           {"manager": "reasonops", "operation": "Update", "fieldsV1": {"f:spec": {"f:updated": {"f:a": {}}}}},
           {"manager": "reasonops", "operation": "Apply", "subresource": "status", "fieldsV1": {"f:status": {"f:x": {"f:a": {}}}}},
           {"manager": "reasonops", "operation": "Apply", "fieldsV1": {"f:metadata": {"f:labels": {"f:a": {}}}, "f:spec": {"f:replicas": {}, "f:selector": {"f:a": {}},
             "f:containers": {"k:{\"name\":\"engine\"}": {".": {}, "f:name": {}, "f:lifecycle": {"f:preStop": {"f:exec": {"f:command": {}}}}, "f:probe": {"f:path": {}}},
                              "k:{\"name\":\"old\"}": {".": {}, "f:name": {}}}}}}]},
         "spec": {"replicas": 1, "theirs": {"a": 1}, "updated": {"a": 1}, "selector": {"a": "b"},
          "containers": [{"name": "sidecar", "lifecycle": {}}, {"name": "engine", "lifecycle": {"preStop": {"exec": {"command": ["x"]}}}, "probe": {"path": "/", "default": 1}}, {"name": "old"}]},
         "status": {"x": {"a": 1}}}
        """);

    [Fact]
    public void Structures_that_were_applied_and_are_desired_no_more_go_and_nothing_else()
    {
        var cleared = Husks.Cleared(Live, Parse("""{"spec": {"containers": [{"name": "engine", "probe": {"path": "/"}}]}}"""), "reasonops")!;
        var expected = (JsonObject)Live.DeepClone();
        expected["spec"]!["containers"]![1]!.AsObject().Remove("lifecycle");
        expected["metadata"]!.AsObject().Remove("managedFields");
        Assert.True(JsonNode.DeepEquals(expected, cleared), cleared.ToJsonString());
    }

    [Fact]
    public void Where_nothing_was_left_there_is_nothing_to_clear()
    {
        var desired = Parse("""{"spec": {"containers": [{"name": "engine", "lifecycle": {"preStop": {"exec": {"command": []}}}, "probe": {}}]}}""");
        Assert.Null(Husks.Cleared(Live, desired, "reasonops"));
        Assert.Null(Husks.Cleared(Live, Parse("{}"), "nobody"));
        Assert.Null(Husks.Cleared(Parse("""{"metadata": {}}"""), Parse("{}"), "reasonops"));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
