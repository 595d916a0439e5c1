using System.Collections;
using System.Text.Json.Nodes;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>The least and the most characters of a text, items of a list or entries of a map.</summary>
public sealed class LengthAttribute(int least, int most) : FieldRuleAttribute
{
    public int Least => least;

    public int Most => most;

    /// <summary>What is said of an empty one, with the way out.</summary>
    public string IfEmpty { get; set; } = "is empty; give it a value or take it away";

    internal override void Check(Field at, object value)
    {
        var (count, unit) = value switch
        {
            string text => (text.EnumerateRunes().Count(), "characters"),
            IReadOnlyDictionary<string, string> map => (map.Count, "entries"),
            _ => (((IEnumerable)value).Cast<object?>().Count(), "items"),
        };
        if (count == 0 && least > 0)
            at.Error(IfEmpty);
        else if (count < least)
            at.Error($"has {count} {unit}; it needs at least {least}");
        else if (count > most)
            at.Error($"has {count} {unit}; it takes at most {most}");
    }

    internal override void Describe(JsonObject schema)
    {
        var unit = schema["type"]!.GetValue<string>() switch { "string" => "Length", "array" => "Items", _ => "Properties" };
        if (least > 0)
            schema[$"min{unit}"] = least;
        schema[$"max{unit}"] = most;
    }
}
