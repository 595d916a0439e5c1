using System.Text.Json.Nodes;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>The API server's own log of what a user asked of it.</summary>
internal static class Audit
{
    public static IReadOnlyList<Asked> Of(string path, string user)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var asked = new List<Asked>();
        // The last line may be half written.
        while (reader.ReadLine() is { } line && line.EndsWith('}'))
            if (JsonNode.Parse(line) is { } entry && (string?)entry["user"]!["username"] == user) asked.Add(Read(entry));
        return asked;
    }

    private static Asked Read(JsonNode entry)
    {
        var about = entry["objectRef"];
        var part = (string?)about?["subresource"] is { } subresource ? $"/{subresource}" : "";
        return new(
            about is null ? $"{entry["requestURI"]}" : $"{about["apiGroup"]}/{about["resource"]}{part} {entry["verb"]}",
            (string?)about?["namespace"], (int?)entry["responseStatus"]?["code"] ?? 0);
    }
}

/// <param name="Right">As <c>apps/deployments patch</c>.</param>
internal sealed record Asked(string Right, string? Namespace, int Code);
