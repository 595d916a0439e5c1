using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Api.Declarations;

/// <summary>What stands over a field that JSON knows.</summary>
internal static class DeclaredFields
{
    public static IEnumerable<T> Declared<T>(this JsonPropertyInfo field) where T : Attribute =>
        ((MemberInfo)field.AttributeProvider!).GetCustomAttributes<T>();
}
