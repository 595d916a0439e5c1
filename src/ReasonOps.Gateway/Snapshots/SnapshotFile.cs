using System.Security.Cryptography;
using ReasonOps.Api.Snapshots;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>The mounted snapshot, read whole. Not thread-safe: one watcher reads it.</summary>
internal sealed class SnapshotFile(string path)
{
    // Thousands of tenants fit; a mistaken path to something huge does not.
    private const long MaxBytes = 16 * 1024 * 1024;

    private byte[] _seen = [];

    /// <returns>The snapshot, or null when the content is what was read last.</returns>
    /// <exception cref="InvalidSnapshotException">It cannot be read or served; said once for each content.</exception>
    public async Task<GatewaySnapshot?> ReadChangedAsync(CancellationToken cancellation)
    {
        var content = await ReadAsync(cancellation);
        var hash = SHA256.HashData(content);
        if (hash.AsSpan().SequenceEqual(_seen)) return null;
        _seen = hash;
        var snapshot = SnapshotJson.Read(content);
        var faults = SnapshotRules.Check(snapshot);
        return faults.Count == 0 ? snapshot : throw new InvalidSnapshotException(string.Join("; ", faults));
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            // Not File.ReadAllBytes on the path twice: a mount swaps its symlink between any two looks.
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MaxBytes) throw new InvalidSnapshotException($"{path} is larger than {MaxBytes} bytes");
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellation);
            return content.ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSnapshotException($"{path} cannot be read: {failure.Message}");
        }
    }
}
