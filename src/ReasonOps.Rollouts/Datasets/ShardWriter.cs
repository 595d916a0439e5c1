using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Lines of one format as gzipped JSON, each named after what is in it (SHA-256): a shard that is there is whole, and the same lines
/// are the same shard. What is being written has no name yet.
/// </summary>
internal sealed class ShardWriter(IDatasetStore store, string folder, long mostBytes = 64L << 20) : IAsyncDisposable
{
    private readonly List<Shard> _shards = [];
    private IDraft? _draft;
    private GZipStream? _zip;
    private IncrementalHash? _hash;
    private int _lines;
    private long _bytes;

    public async Task WriteAsync(JsonObject line, CancellationToken cancellation)
    {
        if (_draft is null) Begin();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, DatasetJson.Plain.JsonObject);
        await _zip!.WriteAsync(bytes, cancellation);
        await _zip.WriteAsync("\n"u8.ToArray(), cancellation);
        _hash!.AppendData(bytes);
        _hash.AppendData("\n"u8);
        (_lines, _bytes) = (_lines + 1, _bytes + bytes.Length + 1);
        if (_bytes >= mostBytes) await EndAsync(cancellation);
    }

    /// <returns>All shards, in the order they were written.</returns>
    public async Task<IReadOnlyList<Shard>> FinishAsync(CancellationToken cancellation)
    {
        if (_draft is not null) await EndAsync(cancellation);
        return _shards;
    }

    public async ValueTask DisposeAsync()
    {
        if (_draft is null) return;
        await _zip!.DisposeAsync();
        await CloseAsync();
    }

    private void Begin()
    {
        _draft = store.Draft(folder);
        _zip = new GZipStream(_draft.Content, CompressionLevel.Fastest, leaveOpen: true);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    private async Task EndAsync(CancellationToken cancellation)
    {
        var sum = Convert.ToHexStringLower(_hash!.GetHashAndReset());
        var name = $"{sum[..16]}.jsonl.gz";
        await _zip!.DisposeAsync();
        await _draft!.PublishAsync(name, cancellation);
        await CloseAsync();
        _shards.Add(new(name, _lines, _bytes, sum));
        (_lines, _bytes) = (0, 0);
    }

    private async Task CloseAsync()
    {
        await _draft!.DisposeAsync();
        _hash!.Dispose();
        (_draft, _zip, _hash) = (null, null, null);
    }
}

/// <param name="File">In its format's folder.</param>
/// <param name="Bytes">Before compression.</param>
/// <param name="Sha256">Of those bytes.</param>
public sealed record Shard(string File, int Lines, long Bytes, string Sha256);
