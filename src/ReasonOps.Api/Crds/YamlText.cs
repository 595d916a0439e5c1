using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ReasonOps.Api.Crds;

/// <summary>JSON as YAML that people can read in a review: block style, long text folded, the same text for the same tree.</summary>
internal static partial class YamlText
{
    private const int Width = 120;

    public static string Write(JsonObject root)
    {
        var text = new StringBuilder();
        Mapping(text, root, "");
        return text.ToString();
    }

    private static void Mapping(StringBuilder text, JsonObject mapping, string indent)
    {
        foreach (var (name, value) in mapping)
        {
            text.Append(indent).Append(Scalar(name)).Append(':');
            Value(text, value, indent);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, string indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } mapping:
                text.Append('\n');
                Mapping(text, mapping, indent + "  ");
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                    Item(text, item, indent);
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String && scalar.GetValue<string>() is { } words && words.Length + indent.Length > Width:
                Folded(text.Append(" >-\n"), words, indent + "  ");
                break;
            default:
                text.Append(' ').Append(Inline(value)).Append('\n');
                break;
        }
    }

    private static void Item(StringBuilder text, JsonNode? item, string indent)
    {
        if (item is not JsonObject { Count: > 0 } mapping)
        {
            text.Append(indent).Append("- ").Append(Inline(item)).Append('\n');
            return;
        }
        var start = text.Length;
        Mapping(text, mapping, indent + "  ");
        text[start + indent.Length] = '-';
    }

    /// <summary>Lines that YAML joins again with a blank; a blank beside another is no place to break.</summary>
    private static void Folded(StringBuilder text, string words, string indent)
    {
        var line = new StringBuilder(indent);
        foreach (var word in SingleBlanks().Split(words))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(indent);
            }
            line.Append(line.Length > indent.Length ? " " : "").Append(word);
        }
        text.Append(line).Append('\n');
    }

    private static string Inline(JsonNode? value) => value switch
    {
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => Scalar(scalar.GetValue<string>()),
        null => "null",
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text) => Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("(?<! ) (?! )")]
    private static partial Regex SingleBlanks();

    // After a blank # begins a comment, before one a colon ends a key.
    [GeneratedRegex(@"^[A-Za-z.]([A-Za-z0-9 ._/();,'""=<>{}\[\]|&!?*@%+^$-]|:(?=[^ ])|(?<=[^ ])#)*(?<! )\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(true|false|yes|no|on|off|null|y|n|\.inf|\.nan)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
