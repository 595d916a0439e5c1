using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Sandbox.Isolation;

/// <summary>One layer, as it was found when it was tried.</summary>
/// <param name="Name"><c>user namespace</c>, <c>seccomp</c>, <c>control group v1</c>.</param>
/// <param name="Holds">Whether an attempt to get through it failed, as it must.</param>
/// <param name="Required">Whether the pool refuses to work without it.</param>
/// <param name="Detail">What was tried and seen.</param>
public sealed record IsolationLayer(string Name, bool Holds, bool Required, string Detail);

/// <summary>All layers of a mode, as found at start.</summary>
public sealed record IsolationReport(IsolationMode Mode, IReadOnlyList<IsolationLayer> Layers)
{
    public bool Isolates => Layers.All(layer => layer.Holds || !layer.Required);
}
