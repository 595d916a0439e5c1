using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReasonOps.Gateway.Tenants;

/// <summary>
/// The SHA-256 of an API key. Keys are looked up by it, never compared themselves: whoever measures how long a lookup
/// takes learns about a hash they cannot aim.
/// </summary>
internal readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Longer keys are refused unread; a hash of theirs cannot have been configured.</summary>
    public const int MaxKeyLength = 512;

    public static KeyHash Of(ReadOnlySpan<char> key)
    {
        Span<byte> text = stackalloc byte[MaxKeyLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(key, text)], hash);
        return Read(hash);
    }

    public static bool TryParse(string? hex, out KeyHash hash)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var whole = hex?.Length == bytes.Length * 2
            && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = whole ? Read(bytes) : default;
        return whole;
    }

    /// <exception cref="FormatException">It is not 64 hex digits.</exception>
    public static KeyHash Parse(string hex) => TryParse(hex, out var hash) ? hash : throw new FormatException("a SHA-256 is 64 hex digits");

    private static KeyHash Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
}
