using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads.Bodies;

internal static class Json
{
    public static JsonArray List(params IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray Texts(params IEnumerable<string> items) => new([.. items.Select(item => (JsonNode)item)]);

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>A copy, since a node has one parent only.</summary>
    public static JsonArray? Copy(JsonArray? items) => (JsonArray?)items?.DeepClone();
}
