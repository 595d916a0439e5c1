using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Caches;

/// <summary>All that is known of the world around one object of ours when a pass begins.</summary>
public sealed record Observed
{
    public required ServedKinds Served { get; init; }

    /// <summary>Objects that it owns by UID, of every kind that a pass may make.</summary>
    public IReadOnlyList<Child> Children { get; init; } = [];

    /// <summary>Its pods.</summary>
    public IReadOnlyList<ApiObject> Pods { get; init; } = [];

    /// <summary>Secrets that were found, as <see cref="Api.Snapshots.SnapshotBuilder"/> takes them: <c>name</c> or <c>name/entry</c> to values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Secrets { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Null when it is not there.</summary>
    public ApiObject? Find(string kind, string name) =>
        Children.FirstOrDefault(child => child.Type.Kind == kind && child.Live.Metadata.Name == name)?.Live;
}

public sealed record Child(EntityType Type, ApiObject Live);
