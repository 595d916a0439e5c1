using System.Collections;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Validation;

/// <summary>The rules that fields declare of themselves, judged through a whole record.</summary>
internal static class DeclaredRules
{
    public static void Check(Field at, object value, Type type)
    {
        if (Leaf.Of(type) is not null || type.IsEnum || value is JsonNode)
            return;
        var shape = KindJson.Options.GetTypeInfo(type);
        if (shape.Kind == JsonTypeInfoKind.Object)
            Fields(at, value, shape);
        else if (shape.Kind == JsonTypeInfoKind.Enumerable)
            Items((IEnumerable)value, at, (item, place) => Check(place, item, shape.ElementType!));
    }

    private static void Fields(Field at, object record, JsonTypeInfo shape)
    {
        foreach (var property in shape.Properties)
        {
            if (property.Get?.Invoke(record) is not { } value)
                continue;
            var field = at[property.Name];
            foreach (var rule in property.Declared<FieldRuleAttribute>())
            {
                if (rule.Each)
                    Items((IEnumerable)value, field, (item, place) => rule.Check(place, item));
                else
                    rule.Check(field, value);
            }
            Check(field, value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }
    }

    private static void Items(IEnumerable list, Field at, Action<object, Field> check)
    {
        var index = 0;
        foreach (var item in list)
            check(item, at[index++]);
    }
}
