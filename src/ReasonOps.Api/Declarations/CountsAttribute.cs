using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>The least and the most that both figures of a <see cref="BoundedCount"/> may be.</summary>
public sealed class CountsAttribute(int least, int most) : FieldRuleAttribute
{
    private readonly BoundsAttribute _bounds = new(least, most);

    public int Least => least;

    public int Most => most;

    internal override void Check(Field at, object value)
    {
        var count = (BoundedCount)value;
        if (count.Default is { } usual)
            _bounds.Check(at["default"], usual);
        if (count.Max is { } max)
            _bounds.Check(at["max"], max);
    }

    internal override void Describe(JsonObject schema)
    {
        foreach (var (_, figure) in schema["properties"]!.AsObject())
            _bounds.Describe(figure!.AsObject());
    }
}
