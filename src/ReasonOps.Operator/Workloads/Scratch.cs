using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads;

/// <summary>The one place a container may write to whose root file system is read-only.</summary>
internal static class Scratch
{
    public const string Path = "/tmp";
    private const string Name = "tmp";

    /// <param name="room">As an <c>emptyDir</c> has it; without bounds unless said.</param>
    public static JsonObject Volume(JsonObject? room = null) => new() { ["name"] = Name, ["emptyDir"] = room ?? new JsonObject() };

    public static JsonObject Mount() => new() { ["name"] = Name, ["mountPath"] = Path };
}
