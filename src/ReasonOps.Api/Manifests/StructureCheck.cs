using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Api.Manifests;

/// <summary>
/// Holds a tree to the fields and types of a record and makes the JSON it is read from. What does not fit is an error and is
/// left out (or stood in for, where the record cannot do without), so that everything else is still read and checked.
/// </summary>
internal sealed class StructureCheck(JsonSerializerOptions options, Positions positions, List<ManifestError> errors)
{
    /// <summary>Null when the value is absent or does not fit.</summary>
    public JsonNode? Convert(ManifestNode node, Type declared, string path)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (Leaf.Of(type) is { } leaf)
            return node is ScalarNode scalar ? Scalar(scalar, leaf, path) : Wrong(node, path, $"is {ScalarText.Describe(node)}; expected {leaf.Expected}");
        if (type.IsEnum)
            return Word(node, EnumWords.Of(type), path);
        if (type == typeof(JsonObject))
            return node is MappingNode ? Free(node, path) : Wrong(node, path, $"is {Kind(node)}; expected a mapping");
        if (type == typeof(JsonArray))
            return node is ListNode ? Free(node, path) : Wrong(node, path, $"is {Kind(node)}; expected a list");
        var shape = options.GetTypeInfo(type);
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => Object(node, shape, path),
            JsonTypeInfoKind.Enumerable => List(node, shape, path),
            _ => Dictionary(node, shape, path),
        };
    }

    private JsonNode? Scalar(ScalarNode node, Leaf leaf, string path)
    {
        if (leaf.Takes.Contains(ScalarText.KindOf(node)))
            return leaf.Read(node.Text) ?? Wrong(node, path, $"is {ScalarText.Describe(node)}; expected {leaf.Expected}");
        return Wrong(node, path, $"is {ScalarText.Describe(node)}; {leaf.WayOut(node)}");
    }

    private JsonNode? Word(ManifestNode node, EnumWords words, string path)
    {
        if (node is not ScalarNode scalar)
            return Wrong(node, path, $"is {Kind(node)}; expected {Quoting.Either(words.Known)}");
        return words.Mistake(scalar.Text) is { } mistake ? Wrong(node, path, mistake) : JsonValue.Create(scalar.Text);
    }

    private JsonArray? List(ManifestNode node, JsonTypeInfo shape, string path)
    {
        if (node is not ListNode list)
            return (JsonArray?)Wrong(node, path, $"is {Kind(node)}; expected a list, each item after \"- \"");
        var items = new JsonArray();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = $"{path}[{i}]";
            positions.Add(item, list.Items[i].Line);
            // A stand-in keeps the items behind it at the places that messages name.
            items.Add(Present(list.Items[i], shape.ElementType!, item) ?? StandIn(shape.ElementType!));
        }
        return items;
    }

    private JsonNode? Present(ManifestNode node, Type type, string path) =>
        ScalarText.IsNothing(node) ? Wrong(node, path, "is empty; give it a value or take it away") : Convert(node, type, path);

    private JsonObject? Dictionary(ManifestNode node, JsonTypeInfo shape, string path)
    {
        if (node is not MappingNode mapping)
            return (JsonObject?)Wrong(node, path, $"is {Kind(node)}; expected a mapping of names to {Leaf.Of(shape.ElementType!)?.Expected}");
        Mistakes(mapping, path);
        var result = new JsonObject();
        foreach (var field in mapping.Fields)
        {
            var at = $"{path}[{field.Key}]";
            positions.Add(at, field.Line);
            if (Present(field.Value, shape.ElementType!, at) is { } value)
                result[field.Key] = value;
        }
        return result;
    }

    private JsonObject? Object(ManifestNode node, JsonTypeInfo shape, string path)
    {
        if (node is not MappingNode mapping)
            return (JsonObject?)Wrong(node, path, $"is {Kind(node)}; expected a mapping with {Quoting.All([.. shape.Properties.Select(p => p.Name)])}");
        Mistakes(mapping, path);
        var result = new JsonObject();
        foreach (var field in mapping.Fields)
            Field(field, shape, path, result);
        foreach (var property in shape.Properties.Where(property => property.IsRequired && !result.ContainsKey(property.Name)))
        {
            Missing(mapping, property.Name, path);
            result[property.Name] = StandIn(property.PropertyType);
        }
        return result;
    }

    private void Field(ManifestField field, JsonTypeInfo shape, string path, JsonObject result)
    {
        var at = Positions.Join(path, field.Key);
        positions.Add(at, field.Line);
        if (shape.Properties.FirstOrDefault(known => known.Name == field.Key) is not { } property)
            Unknown(field, shape, path);
        else if (!ScalarText.IsNothing(field.Value) && Convert(field.Value, property.PropertyType, at) is { } value)
            result[field.Key] = value;
    }

    private void Unknown(ManifestField field, JsonTypeInfo shape, string path)
    {
        var names = shape.Properties.Select(known => known.Name).ToArray();
        var meant = Spelling.Closest(field.Key, names);
        if (meant is not null)
            positions.MarkBad(Positions.Join(path, meant));
        var wayOut = meant is null ? $"the fields here are {Quoting.All(names)}" : $"did you mean {meant}?";
        errors.Add(new(field.Line, Positions.Join(path, Quoting.Shorten(field.Key, 60)), $"is not a field; {wayOut}"));
    }

    private void Missing(MappingNode mapping, string name, string path)
    {
        var at = Positions.Join(path, name);
        if (positions.IsBad(at))
            return;
        positions.MarkBad(at);
        errors.Add(new(mapping.Find(name)?.Line ?? positions.LineOf(path), at, "is required"));
    }

    private void Mistakes(MappingNode mapping, string path) =>
        errors.AddRange(mapping.Mistakes.Select(mistake => mistake with { Path = Positions.Join(path, mistake.Path) }));

    private JsonNode? Wrong(ManifestNode node, string path, string message)
    {
        positions.MarkBad(path);
        errors.Add(new(positions.LineOf(path, node.Line), path, message));
        return null;
    }

    private JsonNode? Free(ManifestNode node, string path)
    {
        switch (node)
        {
            case MappingNode mapping:
                Mistakes(mapping, path);
                return new JsonObject(mapping.Fields.Select(field => KeyValuePair.Create(field.Key, Free(field.Value, Positions.Join(path, field.Key)))));
            case ListNode list:
                return new JsonArray([.. list.Items.Select((item, i) => Free(item, $"{path}[{i}]"))]);
            default:
                return ScalarText.Free((ScalarNode)node);
        }
    }

    private JsonNode StandIn(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (Leaf.Of(type) is { } leaf)
            return leaf.Read(leaf.Example)!;
        if (type.IsEnum)
            return EnumWords.Of(type).Example;
        if (type == typeof(JsonArray))
            return new JsonArray();
        var shape = options.GetTypeInfo(type);
        return shape.Kind == JsonTypeInfoKind.Enumerable
            ? new JsonArray()
            : new JsonObject(shape.Properties.Where(p => p.IsRequired).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)StandIn(p.PropertyType))));
    }

    // The value of a scalar is not shown here: where a mapping was expected it may be a secret in the wrong place.
    private static string Kind(ManifestNode node) => node is ScalarNode ? "a single value" : ScalarText.Describe(node);
}
