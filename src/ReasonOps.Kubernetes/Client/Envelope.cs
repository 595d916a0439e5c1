using System.Buffers;
using System.Text.Json;

namespace ReasonOps.Kubernetes.Client;

/// <summary>
/// What holds objects: it is walked without looking into them, so that one that nests without reason spoils nothing but itself.
/// </summary>
internal static class Envelope
{
    /// <summary>More than the server takes.</summary>
    public const int MostDepth = 20_000;

    public static Utf8JsonReader Open(in ReadOnlySequence<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MostDepth });

    /// <summary>The bytes of the value at <paramref name="reader"/>, which goes to its end.</summary>
    public static ReadOnlySequence<byte> Slice(in ReadOnlySequence<byte> json, ref Utf8JsonReader reader)
    {
        var start = reader.TokenStartIndex;
        reader.Skip();
        return json.Slice(start, reader.BytesConsumed - start);
    }
}
