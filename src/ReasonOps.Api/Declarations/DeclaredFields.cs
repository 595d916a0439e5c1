using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace ReasonOps.Api.Declarations;

/// <summary>What stands over a field that JSON knows.</summary>
internal static class DeclaredFields
{
    // Reading attributes makes them anew each time, and a rule may have more to prepare than a number.
    private static readonly ConcurrentDictionary<MemberInfo, Attribute[]> Read = new();

    public static IEnumerable<T> Declared<T>(this JsonPropertyInfo field) where T : Attribute =>
        Read.GetOrAdd((MemberInfo)field.AttributeProvider!, member => [.. member.GetCustomAttributes()]).OfType<T>();
}
