using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.Crds;

/// <summary>
/// Records as structural schemas (OpenAPI v3 as Kubernetes takes it), from the same field list that the reader of manifests
/// holds them to.
/// </summary>
internal sealed class SchemaBuilder(Descriptions descriptions)
{
    private const string Preserve = "x-kubernetes-preserve-unknown-fields";

    private static readonly Dictionary<Type, Func<JsonObject>> Leaves = new()
    {
        [typeof(string)] = () => new() { ["type"] = "string" },
        [typeof(bool)] = () => new() { ["type"] = "boolean" },
        [typeof(int)] = () => new() { ["type"] = "integer", ["format"] = "int32" },
        [typeof(long)] = () => new() { ["type"] = "integer", ["format"] = "int64" },
        [typeof(double)] = () => new() { ["type"] = "number", ["format"] = "double" },
        [typeof(decimal)] = () => new() { ["type"] = "number" },
        [typeof(DateTimeOffset)] = () => new() { ["type"] = "string", ["format"] = "date-time" },
        [typeof(Duration)] = () => new() { ["type"] = "string", ["maxLength"] = 32, ["pattern"] = @"^(([0-9]+(\.[0-9]*)?|\.[0-9]+)(h|m|s|ms))+$" },
        [typeof(Quantity)] = () => new()
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }),
            ["x-kubernetes-int-or-string"] = true,
        },
        [typeof(JsonObject)] = () => new() { ["type"] = "object", [Preserve] = true },
        [typeof(JsonArray)] = () => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object", [Preserve] = true } },
    };

    public JsonObject Of(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (Leaves.TryGetValue(type, out var leaf))
            return leaf();
        if (type.IsEnum)
            return new() { ["type"] = "string", ["enum"] = Texts(EnumWords.Of(type).Known) };
        var shape = KindJson.Options.GetTypeInfo(type);
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => Object(shape),
            JsonTypeInfoKind.Enumerable => new() { ["type"] = "array", ["items"] = Of(shape.ElementType!) },
            JsonTypeInfoKind.Dictionary => new() { ["type"] = "object", ["additionalProperties"] = Of(shape.ElementType!) },
            _ => throw new NotSupportedException($"{type.Name} has no schema"),
        };
    }

    private JsonObject Object(JsonTypeInfo shape)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (shape.Properties.Where(property => property.IsRequired).Select(property => property.Name).ToArray() is { Length: > 0 } required)
            schema["required"] = Texts(required);
        schema["properties"] = new JsonObject(shape.Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Field(property))));
        if (shape.Type.GetCustomAttributes<RuleAttribute>().ToArray() is { Length: > 0 } rules)
            schema["x-kubernetes-validations"] = new JsonArray([.. rules.Select(rule => new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message })]);
        return schema;
    }

    private JsonObject Field(JsonPropertyInfo property)
    {
        var schema = Of(property.PropertyType);
        foreach (var rule in property.Declared<FieldRuleAttribute>())
            rule.Describe(rule.Each ? schema["items"]!.AsObject() : schema);
        if (property.Declared<FilledInAttribute>().SingleOrDefault() is { } filled)
            schema["default"] = filled.Node;
        if (property.Declared<KeyedByAttribute>().SingleOrDefault() is { } keyed)
            (schema["x-kubernetes-list-type"], schema["x-kubernetes-list-map-keys"]) = ("map", Texts(keyed.Keys));
        else if (schema.ContainsKey("items"))
            schema["x-kubernetes-list-type"] = property.Declared<DistinctAttribute>().Any() ? "set" : "atomic";
        if (Description(property) is { } description)
            schema.Insert(0, "description", description);
        return PartsLast(schema);
    }

    /// <summary>What is said of a field stands before what is inside it.</summary>
    private static JsonObject PartsLast(JsonObject schema)
    {
        foreach (var name in new[] { "required", "properties", "additionalProperties", "items", "x-kubernetes-validations" })
        {
            if (schema.Remove(name, out var part))
                schema[name] = part;
        }
        return schema;
    }

    /// <summary>The field's own words, and what each word means that it may be.</summary>
    private string? Description(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (descriptions.Of((PropertyInfo)property.AttributeProvider!) is not { } own)
            return null;
        return type.IsEnum ? string.Join(' ', [own, .. Meanings(type)]) : own;
    }

    private IEnumerable<string> Meanings(Type type)
    {
        return Enum.GetNames(type)
            .Select(name => (Word: EnumWords.Word((Enum)Enum.Parse(type, name)), Says: descriptions.Of(type, name)))
            .Where(member => member.Says is not null)
            .Select(member => $"{member.Word}: {Uncapitalized(member.Says!)}");
    }

    // An acronym keeps its capitals.
    private static string Uncapitalized(string words) => char.IsUpper(words[1]) ? words : $"{char.ToLowerInvariant(words[0])}{words[1..]}";

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
