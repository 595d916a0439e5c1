using System.Text;
using System.Text.Json.Nodes;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>The fields of the definition as tables of Markdown, one for each part of the spec and one for the status.</summary>
internal static class FieldTables
{
    public static string Write(Definition definition)
    {
        var text = new StringBuilder();
        var spec = definition.Root["properties"]!["spec"]!.AsObject();
        Table(text, "spec", spec, deep: false);
        foreach (var (name, part) in spec["properties"]!.AsObject().Where(each => Fields(each.Value!.AsObject()) is not null))
            Table(text, $"spec.{name}{(part!["items"] is null ? "" : "[]")}", part.AsObject(), deep: true);
        Table(text, "status", definition.Root["properties"]!["status"]!.AsObject(), deep: true);
        return text.ToString();
    }

    private static void Table(StringBuilder text, string path, JsonObject schema, bool deep)
    {
        text.Append($"### {path}\n\n{Escaped(schema)}\n\n| field | takes | means |\n|---|---|---|\n");
        foreach (var row in Rows("", schema, deep))
            text.Append(row).Append('\n');
        text.Append('\n');
    }

    private static IEnumerable<string> Rows(string prefix, JsonObject schema, bool deep)
    {
        var owner = schema["items"]?.AsObject() ?? schema;
        foreach (var (name, field) in Fields(schema) ?? [])
        {
            var part = field!.AsObject();
            var needed = owner["required"]?.AsArray().Any(each => (string)each! == name) == true ? ", needed" : "";
            yield return $"| `{prefix}{name}` | {Takes(part)}{needed} | {Escaped(part)} |";
            foreach (var row in deep ? Rows($"{prefix}{name}{(part["items"] is null ? "" : "[]")}.", part, deep) : [])
                yield return row;
        }
    }

    private static JsonObject? Fields(JsonObject schema) => (schema["properties"] ?? schema["items"]?["properties"])?.AsObject();

    private static string Escaped(JsonObject schema) => ((string)schema["description"]!).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Takes(JsonObject schema)
    {
        var bounds = string.Concat(Bound(schema, "minimum", "exclusiveMinimum", "from", "above"), Bound(schema, "maximum", "exclusiveMaximum", "to", "below"));
        return schema switch
        {
            _ when schema["enum"] is JsonArray words => string.Join(", ", words.Select(word => $"`{word}`")),
            _ when schema["x-kubernetes-int-or-string"] is not null => "quantity",
            _ when ((string?)schema["pattern"])?.Contains("h|m|s|ms", StringComparison.Ordinal) == true => "duration",
            _ => (string?)schema["type"] switch
            {
                "integer" => $"whole number{bounds}",
                "number" => $"number{bounds}",
                "boolean" => "`true`, `false`",
                "array" => Fields(schema) is null ? $"list{Most(schema, "maxItems")}" : $"list of objects{Most(schema, "maxItems")}",
                "object" => schema["additionalProperties"] is not null ? $"map of text{Most(schema, "maxProperties")}" : "object",
                _ => schema["format"] is not null ? "time" : "text",
            },
        };
    }

    private static string Most(JsonObject schema, string name) => schema[name] is { } most ? $", at most {most}" : "";

    private static string Bound(JsonObject schema, string name, string exclusive, string word, string exclusiveWord) =>
        schema[name] is { } bound ? $" {(schema[exclusive] is null ? word : exclusiveWord)} {bound}" : "";
}
