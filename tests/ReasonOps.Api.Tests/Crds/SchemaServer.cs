using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>What an API server does with an object and its structural schema, CEL left out: it fills in defaults and judges the rest.</summary>
internal static class SchemaServer
{
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    public static JsonObject Defaulted(JsonObject value)
    {
        var filled = value.DeepClone().AsObject();
        Fill(filled, Definition.Of(value).Root);
        return filled;
    }

    /// <summary>Paths and what is wrong there.</summary>
    public static IReadOnlyList<string> Errors(JsonObject value) => [.. Judge(Defaulted(value), Definition.Of(value).Root, "")];

    private static void Fill(JsonNode? value, JsonObject schema)
    {
        if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            foreach (var item in list)
                Fill(item, items);
        }
        if (value is not JsonObject mapping)
            return;
        foreach (var (name, part) in schema["properties"]?.AsObject() ?? [])
        {
            if (mapping[name] is null)
            {
                mapping.Remove(name);
                if (part!["default"] is { } usual)
                    mapping[name] = usual.DeepClone();
            }
            Fill(mapping[name], part!.AsObject());
        }
    }

    private static IEnumerable<string> Judge(JsonNode? value, JsonObject schema, string path) => value switch
    {
        JsonObject mapping => Mapping(mapping, schema, path),
        JsonArray list => List(list, schema, path),
        _ => Scalar(value, schema, path),
    };

    private static IEnumerable<string> Mapping(JsonObject mapping, JsonObject schema, string path)
    {
        if ((string?)schema["type"] != "object")
            yield return $"{path}: is an object";
        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            if (mapping[(string)name!] is null)
                yield return $"{path}.{name}: is required";
        }
        if (mapping.Count > ((int?)schema["maxProperties"] ?? int.MaxValue))
            yield return $"{path}: too many entries";
        foreach (var (name, part) in mapping)
        {
            var known = schema["properties"]?[name] ?? schema["additionalProperties"];
            // What is not known is pruned, or free.
            foreach (var error in known is null ? [] : Judge(part, known.AsObject(), path.Length == 0 ? name : $"{path}.{name}"))
                yield return error;
        }
    }

    private static IEnumerable<string> List(JsonArray list, JsonObject schema, string path)
    {
        if ((string?)schema["type"] != "array")
            yield return $"{path}: is a list";
        if (list.Count < ((int?)schema["minItems"] ?? 0) || list.Count > ((int?)schema["maxItems"] ?? int.MaxValue))
            yield return $"{path}: {list.Count} items";
        var keys = schema["x-kubernetes-list-map-keys"]?.AsArray().Select(key => (string)key!).ToArray();
        string? Key(JsonNode? item) => keys is null ? item?.ToJsonString() : string.Join('\0', keys.Select(key => (item as JsonObject)?[key]?.ToJsonString()));
        if ((string?)schema["x-kubernetes-list-type"] is "map" or "set" && list.Select(Key).Distinct().Count() < list.Count)
            yield return $"{path}: an item twice";
        foreach (var error in list.SelectMany((item, i) => Judge(item, schema["items"]!.AsObject(), $"{path}[{i}]")))
            yield return error;
    }

    private static IEnumerable<string> Scalar(JsonNode? value, JsonObject schema, string path)
    {
        var type = (string?)schema["type"];
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var fits = kind switch
        {
            JsonValueKind.String => type == "string" || schema["x-kubernetes-int-or-string"] is not null,
            JsonValueKind.Number => type is "integer" or "number" || schema["x-kubernetes-int-or-string"] is not null,
            JsonValueKind.True or JsonValueKind.False => type == "boolean",
            _ => false,
        };
        if (!fits)
            yield return $"{path}: is {kind}";
        else if (schema["enum"]?.AsArray().All(word => (string)word! != value!.GetValue<string>()) == true)
            yield return $"{path}: not one of the words";
        else if (kind == JsonValueKind.String && !TextFits(value!.GetValue<string>(), schema))
            yield return $"{path}: {value} does not fit";
        else if (kind == JsonValueKind.Number && !NumberFits(decimal.Parse(value!.ToJsonString(), System.Globalization.NumberStyles.Float), schema))
            yield return $"{path}: {value} is out of bounds";
    }

    private static bool TextFits(string text, JsonObject schema)
    {
        var length = text.EnumerateRunes().Count();
        return length >= ((int?)schema["minLength"] ?? 0) && length <= ((int?)schema["maxLength"] ?? int.MaxValue)
            && (schema["pattern"] is not { } pattern || Patterns.GetOrAdd((string)pattern!, known => new($"{known[..^1]}\\z", RegexOptions.NonBacktracking)).IsMatch(text));
    }

    private static bool NumberFits(decimal number, JsonObject schema)
    {
        var (least, most) = ((decimal?)schema["minimum"], (decimal?)schema["maximum"]);
        var range = (string?)schema["format"] switch { "int32" => int.MaxValue, "int64" => long.MaxValue, _ => decimal.MaxValue };
        return number <= range
            && (least is null || number > least || (number == least && schema["exclusiveMinimum"] is null))
            && (most is null || number < most || (number == most && schema["exclusiveMaximum"] is null));
    }
}
