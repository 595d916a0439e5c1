using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Operator.ReasoningServices.Desired.Bodies;

/// <summary>
/// A body as the API server would give it back: no field that means nothing, quantities in their shortest form. An apply is left out where
/// the live object has all that is desired, and what the server words differently would be sent again for ever.
/// </summary>
internal static class Canonical
{
    // Of a server's Go types these are no pointers: it writes them only where they say something.
    private static readonly HashSet<string> NothingWhenFalse = ["hostNetwork", "hostPID", "hostIPC", "readOnly", "stdin", "stdinOnce", "tty"];
    private static readonly HashSet<string> NothingWhenEmpty = ["value", "subPath", "subPathExpr", "prefix", "workingDir", "medium", "priorityClassName"];
    private static readonly HashSet<string> NothingWhenZero = ["hostPort", "initialDelaySeconds"];
    private static readonly HashSet<string> Maps = ["nodeSelector", "annotations", "labels", "matchLabels", "limits", "requests"];

    public static JsonObject Of(JsonObject body)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (Value(name, value) is { } there)
                kept[name] = there;
        }
        return kept;
    }

    private static JsonNode? Value(string name, JsonNode? value) => value switch
    {
        null => null,
        JsonObject map when Maps.Contains(name) => map.Count == 0 ? null : Map(name, map),
        JsonObject fields => Of(fields),
        JsonArray { Count: 0 } => null,
        JsonArray items => new JsonArray([.. items.Select(item => item is JsonObject fields ? Of(fields) : item?.DeepClone())]),
        JsonValue scalar when IsNothing(name, scalar) => null,
        JsonValue scalar when name is "sizeLimit" or "divisor" => QuantityText.Canonical(Text(scalar)),
        _ => value.DeepClone(),
    };

    private static JsonObject Map(string name, JsonObject map)
    {
        var quantities = name is "limits" or "requests";
        return new(map.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(
            entry.Key, quantities && entry.Value is JsonValue scalar ? QuantityText.Canonical(Text(scalar)) : entry.Value!.DeepClone()))!);
    }

    private static bool IsNothing(string name, JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.False => NothingWhenFalse.Contains(name),
        JsonValueKind.String => NothingWhenEmpty.Contains(name) && Text(value).Length == 0,
        JsonValueKind.Number => NothingWhenZero.Contains(name) && Text(value) == "0",
        _ => false,
    };

    private static string Text(JsonValue value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
