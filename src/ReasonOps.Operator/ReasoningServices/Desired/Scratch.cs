using System.Text.Json.Nodes;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>The one place a container may write to whose root file system is read-only.</summary>
internal static class Scratch
{
    public const string Path = "/tmp";
    private const string Name = "tmp";

    public static JsonObject Volume() => new() { ["name"] = Name, ["emptyDir"] = new JsonObject() };

    public static JsonObject Mount() => new() { ["name"] = Name, ["mountPath"] = Path };
}
