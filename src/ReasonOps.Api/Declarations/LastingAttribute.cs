using System.Text.Json.Nodes;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>The longest a duration may be; 0 only where it says so.</summary>
public sealed class LastingAttribute(string most) : FieldRuleAttribute
{
    public string Most => most;

    public bool Zero { get; set; }

    private Duration Longest => Duration.TryParse(most, out var longest) ? longest : throw new FormatException(most);

    internal override void Check(Field at, object value)
    {
        var duration = (Duration)value;
        if (duration.Span < TimeSpan.Zero || (duration.Span == TimeSpan.Zero && !Zero))
            at.Error($"{duration} is not {(Zero ? "0s or more" : "above 0s")}; give a duration such as 120s, 2m or 1h30m");
        else if (duration.Span > Longest.Span)
            at.Error($"{duration} is above {Longest}; lower it to {Longest} or less");
    }

    internal override void Describe(JsonObject schema) => schema["x-kubernetes-validations"] = new JsonArray(new JsonObject
    {
        ["rule"] = $"duration(self) {(Zero ? ">=" : ">")} duration('0s') && duration(self) <= duration('{most}')",
        ["message"] = $"must be {(Zero ? "0s or more" : "above 0s")} and at most {Longest}",
    });
}
