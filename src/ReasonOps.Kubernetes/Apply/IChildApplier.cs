using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>The only writer of children: server-side apply by one field manager, and nothing sent when nothing would change.</summary>
public interface IChildApplier
{
    /// <param name="type">As the server serves it.</param>
    /// <param name="desired">The whole of what we want of the object, with apiVersion, kind, metadata and its owner reference.</param>
    /// <param name="live">As cached; null when it is not there.</param>
    /// <returns>What was done, and the object as it now is.</returns>
    Task<Applied> ApplyAsync(EntityType type, JsonObject desired, ApiObject? live, CancellationToken cancellation);
}

public sealed record Applied(ApplyAction Action, ApiObject Live);

public enum ApplyAction
{
    Unchanged,
    Created,
    Changed,
}
