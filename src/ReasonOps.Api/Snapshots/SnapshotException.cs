namespace ReasonOps.Api.Snapshots;

/// <summary>A snapshot that cannot be made or read; the message says why, and never holds a key.</summary>
public sealed class SnapshotException : Exception
{
    public SnapshotException(string message) : base(message) { }

    public SnapshotException(string message, Exception inner) : base(message, inner) { }

    public SnapshotException() { }
}
