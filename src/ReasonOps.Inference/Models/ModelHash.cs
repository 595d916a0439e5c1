using System.Security.Cryptography;

namespace ReasonOps.Inference.Models;

/// <summary>What a file of weights is known by: the first 64 bits of its SHA-256, as 16 hexadecimal digits.</summary>
internal static class ModelHash
{
    private const int Digits = 16;

    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file))[..Digits];
    }
}
