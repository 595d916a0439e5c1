using System.Globalization;
using System.Text.Json.Nodes;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>The least and the most a number may be; both may be, unless excluded.</summary>
public sealed class BoundsAttribute(double least, double most = double.MaxValue) : FieldRuleAttribute
{
    public double Least => least;

    public double Most => most;

    public bool ExcludeLeast { get; set; }

    public bool ExcludeMost { get; set; }

    /// <summary>What a value out of bounds is not, with what would be usual; needed where a bound is excluded.</summary>
    public string? Says { get; set; }

    internal override void Check(Field at, object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        var text = Rules.Text((IFormattable)value);
        if (Says is not null && !Holds(number))
            at.Error($"{text} is not {Says}");
        else if (number < least)
            at.Error($"{text} is below {least}; raise it to {least} or more");
        else if (number > most)
            at.Error($"{text} is above {most}; lower it to {most} or less");
    }

    internal override void Describe(JsonObject schema)
    {
        schema["minimum"] = Number(least);
        if (ExcludeLeast)
            schema["exclusiveMinimum"] = true;
        if (most < double.MaxValue)
            schema["maximum"] = Number(most);
        if (ExcludeMost)
            schema["exclusiveMaximum"] = true;
    }

    // NaN holds nowhere.
    private bool Holds(double number) =>
        (ExcludeLeast ? number > least : number >= least) && (ExcludeMost ? number < most : number <= most);

    private static JsonValue Number(double value) => double.IsInteger(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);
}
