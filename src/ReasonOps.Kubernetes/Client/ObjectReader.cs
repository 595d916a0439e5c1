using System.Buffers;
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

    /// <param name="body">One object and nothing else.</param>
    /// <exception cref="JsonException">It does not fit the class, or nests deeper than 64 levels.</exception>
    public T Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            reader.Read();
            return _class is null
                ? (T)(object)_raw.Read(ref reader, type, metadataOnly)
                : JsonSerializer.Deserialize(ref reader, _class) ?? throw new JsonException("null is no object");
        }
        catch (InvalidOperationException exception) // half a surrogate pair
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <summary>Null and told, when it does not fit the class: one such object must not hide all others.</summary>
    public T? ReadOrTell(in ReadOnlySequence<byte> body, Action<string, JsonException> tell)
    {
        try
        {
            return Read(body);
        }
        catch (JsonException exception)
        {
            tell(ObjectName.In(body), exception);
            return null;
        }
    }
}

internal static class KnownClasses
{
    /// <exception cref="ArgumentException">Nobody told the client of the class.</exception>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerOptions json) => json.TryGetTypeInfo(typeof(T), out var known)
        ? (JsonTypeInfo<T>)known
        : throw new ArgumentException(
            $"{typeof(T).Name} is not in the JSON of this client; "
            + $"give its context in {nameof(KubernetesClientOptions)}.{nameof(KubernetesClientOptions.Resolvers)}");
}
