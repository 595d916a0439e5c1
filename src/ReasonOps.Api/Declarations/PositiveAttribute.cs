using System.Text.Json.Nodes;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>A quantity above 0.</summary>
public sealed class PositiveAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value)
    {
        if (value is Quantity { Value: <= 0 } quantity)
            at.Error($"{quantity} is not above 0");
    }

    internal override void Describe(JsonObject schema)
    {
        // Of a number; of a text, a figure other than 0 stands somewhere before the exponent.
        (schema["minimum"], schema["exclusiveMinimum"]) = (0, true);
        schema["pattern"] = @"^\+?(0*[1-9][0-9]*(\.[0-9]+)?|[0-9]*\.0*[1-9][0-9]*)([eE][-+]?[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";
    }
}
