using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>A list of Kubernetes' own objects: what must be in each; the rest is the API server's to judge.</summary>
public sealed class ObjectsAttribute(params string[] required) : FieldRuleAttribute
{
    public IReadOnlyList<string> Required => required;

    internal override void Check(Field at, object value)
    {
        var items = (JsonArray)value;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject item)
                at[i].Error("is not a mapping" + (required.Length == 0 ? "" : $"; expected one with {Quoting.All(required)}"));
            else if (required.Where(name => item[name] is not JsonValue text || !text.TryGetValue<string>(out _)).ToArray() is { Length: > 0 } missing)
                at[i].Error($"has no {Quoting.Either(missing)}; every item needs {Quoting.All(required)}, as text");
        }
    }

    internal override void Describe(JsonObject schema)
    {
        if (required.Length > 0)
            schema["items"]!["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
    }
}

/// <summary>An overlay of a pod template: <c>metadata</c> with labels and annotations, and <c>spec</c>.</summary>
public sealed class PodTemplateAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value) => PodTemplateRules.Check(at, (JsonObject)value);

    internal override void Describe(JsonObject schema)
    {
        schema.Remove("x-kubernetes-preserve-unknown-fields");
        schema["properties"] = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["description"] = "Labels and annotations that the pods have beside those of ReasonOps.",
                ["type"] = "object",
                ["properties"] = new JsonObject { ["labels"] = Texts("Labels of the pods."), ["annotations"] = Texts("Annotations of the pods.") },
            },
            ["spec"] = new JsonObject
            {
                ["description"] = "Fields of a Kubernetes pod spec; containers, volumes and env are merged by name, and null takes a field away.",
                ["type"] = "object",
                ["x-kubernetes-preserve-unknown-fields"] = true,
            },
        };
    }

    private static JsonObject Texts(string description) =>
        new() { ["description"] = description, ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } };
}
