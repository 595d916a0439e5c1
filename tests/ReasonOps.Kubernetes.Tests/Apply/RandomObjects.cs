using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Kubernetes.Tests.Apply;

/// <summary>Objects with every kind of list and value that drift knows, from a seed; and what may and may not happen to them.</summary>
internal sealed class RandomObjects(int seed)
{
    private static readonly string[] MapFields = ["spec", "template", "metadata", "labels", "limits", "requests", "selector", "resources"];
    private static readonly (string Field, string Key)[] Keyed =
        [("containers", "name"), ("env", "name"), ("volumes", "name"), ("volumeMounts", "mountPath"), ("ports", "containerPort"), ("ownerReferences", "uid")];
    private static readonly string[] Whole = ["args", "rules", "tolerations", "ports"];
    private static readonly string[] Quantities = ["500m", "0.5", "1Gi", "1024Mi", "2", "3.5", "100k"];

    private readonly Random _random = new(seed);
    private int _unique;

    public JsonObject Next() => Object(3);

    /// <summary>As a server, a webhook or a user would add to it.</summary>
    public JsonNode? Grown(JsonNode? node, string field = "")
    {
        switch (node)
        {
            case JsonObject fields:
                var grown = new JsonObject(fields.Select(entry => KeyValuePair.Create(entry.Key, Grown(entry.Value, entry.Key))).OrderBy(_ => _random.Next()));
                if (_random.Next(2) == 0) grown[$"added{Unique()}"] = Leaf("");
                return grown;
            case JsonArray items:
                var list = new JsonArray([.. items.Select(item => Grown(item))]);
                if (KeyOf(field, items) is { } key && _random.Next(2) == 0) list.Insert(_random.Next(list.Count + 1), Item(key, 0));
                if (field == "finalizers") list.Insert(_random.Next(list.Count + 1), $"f{Unique()}");
                return list;
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>One leaf says something else; null when there is no leaf.</summary>
    public JsonObject? Changed(JsonObject desired)
    {
        var copy = (JsonObject)desired.DeepClone();
        var leaves = Leaves(copy).ToList();
        if (leaves.Count == 0) return null;
        var leaf = leaves[_random.Next(leaves.Count)];
        leaf.ReplaceWith(leaf.GetValueKind() switch
        {
            JsonValueKind.Number => JsonValue.Create(leaf.GetValue<int>() + 100_000),
            JsonValueKind.True => JsonValue.Create(false),
            JsonValueKind.False => JsonValue.Create(true),
            _ => JsonValue.Create($"changed{Unique()}"),
        });
        return copy;
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(entry => Leaves(entry.Value)),
        JsonArray items => items.SelectMany(Leaves),
        JsonValue value => [value],
        _ => [],
    };

    private JsonObject Object(int depth)
    {
        var made = new JsonObject();
        foreach (var name in MapFields.Where(_ => depth > 0 && _random.Next(3) == 0)) made[name] = Object(depth - 1);
        foreach (var (name, key) in Keyed.Where(_ => depth > 0 && _random.Next(4) == 0)) made[name] = List(() => Item(key, depth - 1));
        foreach (var name in Whole.Where(name => depth > 0 && !made.ContainsKey(name) && _random.Next(4) == 0)) made[name] = List(() => Either(Object(depth - 1), Leaf("")));
        if (_random.Next(4) == 0) made["finalizers"] = List(() => $"f{Unique()}");
        foreach (var name in new[] { "a", "b", "cpu", "sizeLimit", "value", "readOnly" }.Where(_ => _random.Next(3) == 0)) made[name] = Leaf(name);
        return made;
    }

    private JsonObject Item(string key, int depth)
    {
        var item = Object(depth);
        item[key] = key == "containerPort" ? Unique() : $"k{Unique()}";
        return item;
    }

    private static string? KeyOf(string field, JsonArray items) =>
        field == "ports" && !items.Any(item => item is JsonObject fields && fields.ContainsKey("containerPort"))
            ? null
            : Keyed.FirstOrDefault(keyed => keyed.Field == field).Key;

    private JsonArray List(Func<JsonNode> item) => new([.. Enumerable.Range(0, _random.Next(4)).Select(_ => item())]);

    private JsonNode Leaf(string name) => name switch
    {
        "cpu" or "sizeLimit" => Quantities[_random.Next(Quantities.Length)],
        "readOnly" => _random.Next(2) == 0,
        _ => _random.Next(3) switch
        {
            0 => _random.Next(10),
            1 => _random.Next(10).ToString(CultureInfo.InvariantCulture),
            _ => _random.Next(2) == 0,
        },
    };

    private JsonNode Either(JsonNode left, JsonNode right) => _random.Next(2) == 0 ? left : right;

    private int Unique() => ++_unique;
}
