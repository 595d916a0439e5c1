using System.Text.Json;
using ReasonOps.Sandbox.Serving.Requests;
using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>How two answers are compared, where that is not left to the defaults.</summary>
internal static class OptionsReader
{
    public static EquivalenceOptions Read(JsonElement element, string path, Mistakes mistakes)
    {
        var usual = EquivalenceOptions.Default;
        if (Fields.Of(element, path, mistakes) is not { } fields) return usual;
        var options = usual with
        {
            RelativePrecision = fields.Read<double>("relative_precision", "a number from 0 to below 1", Precision) ?? usual.RelativePrecision,
            PercentIsPlain = fields.Flag("percent_is_plain") ?? usual.PercentIsPlain,
            UnitMayBeLeftOut = fields.Flag("unit_may_be_left_out") ?? usual.UnitMayBeLeftOut,
            NameMayBeLeftOut = fields.Flag("name_may_be_left_out") ?? usual.NameMayBeLeftOut,
            ListsAreOrdered = fields.Flag("lists_are_ordered") ?? usual.ListsAreOrdered,
            Steps = LimitsReader.Least(fields.Count("steps"), usual.Steps),
        };
        fields.Close();
        return options;
    }

    private static double? Precision(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var precision) && precision is >= 0 and < 1 ? precision : null;
}
