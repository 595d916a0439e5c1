namespace ReasonOps.Api.Snapshots;

/// <summary>A snapshot that can be served, and what is wrong with its tenants' keys: nobody passes by a key that is.</summary>
public sealed record SnapshotDraft(GatewaySnapshot Snapshot, IReadOnlyList<KeyFault> Faults);

/// <param name="Message">Names tenants and secrets, never a key.</param>
public sealed record KeyFault(KeyFaultKind Kind, string Message);

public enum KeyFaultKind
{
    /// <summary>A tenant's Secret is not there, or holds no key or an empty one.</summary>
    Missing,

    /// <summary>Two tenants hold the same key, so that it tells nobody apart.</summary>
    Shared,
}
