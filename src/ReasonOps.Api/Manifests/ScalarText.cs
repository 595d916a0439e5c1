using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ReasonOps.Api.Manifests;

internal enum ScalarKind
{
    Nothing,
    Boolean,
    Number,
    Text,
}

/// <summary>What an unquoted scalar is. As kubectl reads it: <c>yes</c> and <c>on</c> are booleans, so that text which looks like one needs quotes.</summary>
internal static partial class ScalarText
{
    public static ScalarKind KindOf(ScalarNode node) => node switch
    {
        { Plain: false } => ScalarKind.Text,
        { Text: "" or "~" or "null" or "Null" or "NULL" } => ScalarKind.Nothing,
        _ when BooleanOf(node.Text) is not null => ScalarKind.Boolean,
        _ when NumberPattern().IsMatch(node.Text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    public static bool IsNothing(ManifestNode? node) => node is null || (node is ScalarNode scalar && KindOf(scalar) == ScalarKind.Nothing);

    public static bool? BooleanOf(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    /// <summary>A value that nothing describes, such as one of a pod template.</summary>
    public static JsonNode? Free(ScalarNode node) => KindOf(node) switch
    {
        ScalarKind.Nothing => null,
        ScalarKind.Boolean => JsonValue.Create(BooleanOf(node.Text)),
        ScalarKind.Number when long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        ScalarKind.Number when double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(node.Text),
    };

    /// <summary>As a message names it: <c>the number 5</c>, <c>a list</c>.</summary>
    public static string Describe(ManifestNode node) => node switch
    {
        ListNode => "a list",
        MappingNode => "a mapping",
        ScalarNode scalar => KindOf(scalar) switch
        {
            ScalarKind.Nothing => "empty",
            ScalarKind.Boolean => $"the boolean {scalar.Text}",
            ScalarKind.Number => $"the number {Quoting.Shorten(scalar.Text, 40)}",
            _ => $"the text {Quoting.Quote(scalar.Text)}",
        },
        _ => "unknown",
    };

    [GeneratedRegex(@"^[-+]?(\d[\d_]*(\.\d*)?|\.\d+)([eE][-+]?\d+)?\z|^0[xo][0-9a-fA-F]+\z|^[-+]?\.(inf|Inf|INF)\z|^\.(nan|NaN|NAN)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
