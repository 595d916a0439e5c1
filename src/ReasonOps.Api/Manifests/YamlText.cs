using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ReasonOps.Api.Manifests;

/// <summary>JSON as YAML that people can read in a review: block style, long text folded, lines kept as lines, the same text for the same tree.</summary>
public static partial class YamlText
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
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                Words(text.Append(' '), scalar.GetValue<string>(), indent + "  ");
                break;
            default:
                text.Append(' ').Append(Inline(value)).Append('\n');
                break;
        }
    }

    private static void Words(StringBuilder text, string words, string indent)
    {
        if (Lines().IsMatch(words))
            text.Append("|-\n").Append(indent).Append(words.Replace("\n", $"\n{indent}", StringComparison.Ordinal)).Append('\n');
        else if (words.Length + indent.Length > Width + 2 && Foldable().IsMatch(words))
            Folded(text.Append(">-\n"), words, indent);
        else
            text.Append(Scalar(words)).Append('\n');
    }

    private static void Item(StringBuilder text, JsonNode? item, string indent)
    {
        var start = text.Length;
        if (item is JsonObject { Count: > 0 } mapping)
            Mapping(text, mapping, indent + "  ");
        else if (item is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String)
            Words(text.Append(indent).Append("  "), scalar.GetValue<string>(), indent + "  ");
        else
            text.Append(indent).Append("  ").Append(Inline(item)).Append('\n');
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

    private static string Inline(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string Scalar(string text) =>
        Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text
        : text.Any(Breaks) ? JsonValue.Create(text).ToJsonString()
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool Breaks(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\ufeff';

    /// <summary>Several, the first of which shows how far they are indented, and none of which ends in a blank that nobody would see.</summary>
    [GeneratedRegex(@"^[^\s\p{C}\p{Zl}\p{Zp}](?=.*\n)([^\n\p{C}\p{Zl}\p{Zp}]*[^\s\p{C}\p{Zl}\p{Zp}])?(\n+([^\n\p{C}\p{Zl}\p{Zp}]*[^\s\p{C}\p{Zl}\p{Zp}]))*\z")]
    private static partial Regex Lines();

    // Folding joins lines by one blank; at an edge it would be lost, and a list within a list is none of ours.
    [GeneratedRegex(@"^[^\s\p{C}\p{Zl}\p{Zp}][^\p{C}\p{Zl}\p{Zp}]*[^\s\p{C}\p{Zl}\p{Zp}]\z")]
    private static partial Regex Foldable();

    [GeneratedRegex("(?<! ) (?! )")]
    private static partial Regex SingleBlanks();

    // After a blank # begins a comment, before one a colon ends a key.
    [GeneratedRegex(@"^([A-Za-z./]|--?[A-Za-z])([A-Za-z0-9 ._/();,'""=<>{}\[\]|&!?*@%+^$-]|:(?=[^ ])|(?<=[^ ])#)*(?<! )\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(true|false|yes|no|on|off|null|y|n|\.inf|\.nan)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
