using System.Security.Cryptography;
using System.Text;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Names of children: <c>math-engine</c>, or, where that were too long, its beginning and a hash of the whole.</summary>
public static class ChildName
{
    /// <summary>Of labels and Services.</summary>
    public const int Longest = 63;

    /// <summary>Of what makes pods, which lengthens its name for theirs and for their labels: <c>-999-15-5f7b8c9d6</c>.</summary>
    public const int LongestOfPods = 48;

    private const string Letter = "rsvc-";

    /// <param name="service">A DNS-1123 label.</param>
    /// <param name="part">What the child is, as <c>engine</c>; empty for a child named like the service.</param>
    /// <param name="longest">At least 32.</param>
    /// <returns>A DNS-1035 label: before Kubernetes 1.34 a Service's name cannot begin with a digit.</returns>
    public static string Of(string service, string part, int longest = Longest)
    {
        var name = char.IsAsciiDigit(service[0]) ? Letter + service : service;
        var end = part.Length == 0 ? "" : $"-{part}";
        if (name.Length + end.Length <= longest)
            return name + end;
        end = $"-{Hash(service)}{end}";
        return name[..(longest - end.Length)].TrimEnd('-') + end;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
