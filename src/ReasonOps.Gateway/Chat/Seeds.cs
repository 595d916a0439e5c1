using System.Security.Cryptography;

namespace ReasonOps.Gateway.Chat;

/// <summary>Seeds of requests that bring none: fresh each time, so that asking again can give another answer.</summary>
internal static class Seeds
{
    /// <summary>Within 31 bits: some engines take no more, and there must be room for a seed a chain above it.</summary>
    public static long Fresh() => RandomNumberGenerator.GetInt32(int.MaxValue - 1_000_000);
}
