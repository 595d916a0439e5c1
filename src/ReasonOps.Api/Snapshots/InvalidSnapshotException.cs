namespace ReasonOps.Api.Snapshots;

/// <summary>A snapshot that cannot be made or read; the message says why, and never holds a key.</summary>
public sealed class InvalidSnapshotException : Exception
{
    public InvalidSnapshotException(string message) : base(message) { }

    public InvalidSnapshotException(string message, Exception inner) : base(message, inner) { }

    public InvalidSnapshotException() { }
}
