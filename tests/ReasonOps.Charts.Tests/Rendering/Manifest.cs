using System.Text.Json.Nodes;

namespace ReasonOps.Charts.Tests.Rendering;

/// <summary>One object that would be sent to the API server.</summary>
internal sealed record Manifest(JsonObject Body)
{
    public string Kind => Text("kind");
    public string ApiVersion => Text("apiVersion");
    public string Name => (string)Body["metadata"]!["name"]!;
    public string? Namespace => (string?)Body["metadata"]!["namespace"];

    /// <summary>What tells it from all others.</summary>
    public string Identity => $"{Kind} {(Namespace is { } inside ? $"{inside}/" : "")}{Name}";

    public JsonObject Spec => Body["spec"]!.AsObject();

    public IReadOnlyDictionary<string, string> Labels => Words("labels");
    public IReadOnlyDictionary<string, string> Annotations => Words("annotations");

    /// <summary>The pod it is, or makes; null for what makes none.</summary>
    public JsonObject? Pod => (Kind == "Pod" ? Spec : Body["spec"]?["template"]?["spec"])?.AsObject();

    public bool IsNamespaced => Kind is not ("ClusterRole" or "ClusterRoleBinding" or "CustomResourceDefinition" or "Namespace" or "PriorityClass");

    private string Text(string field) => (string)Body[field]!;

    private Dictionary<string, string> Words(string field) =>
        Body["metadata"]![field]?.AsObject().ToDictionary(word => word.Key, word => (string)word.Value!) ?? [];
}
