using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Objects of one class out of the server's JSON; not for two threads.</summary>
internal sealed class ObjectReader<T>(EntityType type, JsonSerializerOptions json, bool metadataOnly = false) where T : class, IKubernetesObject
{
    private readonly JsonTypeInfo<T>? _class = typeof(T) == typeof(ApiObject) ? null : KnownClasses.Of<T>(json);
    private readonly ApiObjectReader _raw = new();

    public EntityType Type => type;

    /// <exception cref="JsonException">It does not fit the class.</exception>
    public T Read(ref Utf8JsonReader reader) => _class is null
        ? (T)(object)_raw.Read(ref reader, type, metadataOnly)
        : JsonSerializer.Deserialize(ref reader, _class) ?? throw new JsonException("null is no object");

    /// <summary>Null and told, when it does not fit the class: one such object must not hide all others.</summary>
    public T? ReadOrTell(ref Utf8JsonReader reader, Action<string, JsonException> tell)
    {
        var start = reader;
        try
        {
            return Read(ref reader);
        }
        catch (JsonException exception)
        {
            reader = start;
            var name = Named(ref start);
            reader.Skip();
            tell(name, exception);
            return null;
        }
    }

    private static string Named(ref Utf8JsonReader at)
    {
        using var whole = JsonDocument.ParseValue(ref at);
        return whole.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("metadata", out var metadata)
            && metadata.ValueKind == JsonValueKind.Object ? $"{Text(metadata, "namespace")}/{Text(metadata, "name")}" : "without a name";
    }

    private static string? Text(JsonElement from, string field) =>
        from.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

internal static class KnownClasses
{
    /// <exception cref="ArgumentException">Nobody told the client of the class.</exception>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerOptions json) => json.TryGetTypeInfo(typeof(T), out var known)
        ? (JsonTypeInfo<T>)known
        : throw new ArgumentException($"{typeof(T).Name} is not in the JSON of this client; give its context in {nameof(KubernetesClientOptions)}.{nameof(KubernetesClientOptions.Resolvers)}");
}
