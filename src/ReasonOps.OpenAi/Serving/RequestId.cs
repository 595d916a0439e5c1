using System.Security.Cryptography;

namespace ReasonOps.OpenAi.Serving;

/// <summary>Names that nobody can guess and that are never drawn twice: <c>req_</c> or <c>chatcmpl-</c> and 96 random bits.</summary>
public static class RequestId
{
    public static string New(string prefix)
    {
        Span<byte> bits = stackalloc byte[12];
        RandomNumberGenerator.Fill(bits);
        return string.Concat(prefix, Convert.ToHexStringLower(bits));
    }
}
