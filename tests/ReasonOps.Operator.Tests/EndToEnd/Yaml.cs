using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>A manifest of ours as JSON, every default filled in.</summary>
internal static class Yaml
{
    public static JsonNode Read(string text)
    {
        var read = ManifestReader.Read(text);
        return JsonNode.Parse(read.Services is [var service] ? KindJson.Write(service) : KindJson.Write(Assert.Single(read.Pools)))!;
    }
}
