using System.Text.Json.Nodes;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>A map of labels.</summary>
public sealed class LabelsAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value)
    {
        foreach (var (key, text) in (IReadOnlyDictionary<string, string>)value)
            MetadataRules.Label(at.Entry(key), key, text);
    }

    internal override void Describe(JsonObject schema) => schema["additionalProperties"] = new JsonObject
    {
        ["type"] = "string", ["maxLength"] = MetadataRules.NameLength, ["pattern"] = MetadataRules.LabelText,
    };
}

/// <summary>A map of annotations: only their keys follow a rule.</summary>
public sealed class AnnotationsAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value)
    {
        foreach (var key in ((IReadOnlyDictionary<string, string>)value).Keys)
            MetadataRules.Key(at.Entry(key), key);
    }

    internal override void Describe(JsonObject schema) { }
}
