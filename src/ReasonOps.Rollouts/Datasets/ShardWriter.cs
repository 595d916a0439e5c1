using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>
/// Lines of one format as files of gzipped JSON, each named after what is in it (SHA-256): a shard that is there is whole, and the same lines
/// are the same file. What is being written has a name of its own and is no shard yet.
/// </summary>
internal sealed class ShardWriter(string folder, long mostBytes = 64L << 20) : IAsyncDisposable
{
    private readonly List<Shard> _shards = [];
    private readonly string _draft = Path.Combine(folder, ".draft");
    private FileStream? _file;
    private GZipStream? _zip;
    private IncrementalHash? _hash;
    private int _lines;
    private long _bytes;

    public async Task WriteAsync(JsonObject line, CancellationToken cancellation)
    {
        if (_file is null) Begin();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, DatasetJson.Plain.JsonObject);
        await _zip!.WriteAsync(bytes, cancellation);
        await _zip.WriteAsync("\n"u8.ToArray(), cancellation);
        _hash!.AppendData(bytes);
        _hash.AppendData("\n"u8);
        (_lines, _bytes) = (_lines + 1, _bytes + bytes.Length + 1);
        if (_bytes >= mostBytes) await EndAsync();
    }

    /// <returns>All shards, in the order they were written.</returns>
    public async Task<IReadOnlyList<Shard>> FinishAsync()
    {
        if (_file is not null) await EndAsync();
        return _shards;
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is null) return;
        await CloseAsync();
        File.Delete(_draft);
    }

    private void Begin()
    {
        Directory.CreateDirectory(folder);
        _file = new FileStream(_draft, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        _zip = new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    private async Task EndAsync()
    {
        var sum = Convert.ToHexStringLower(_hash!.GetHashAndReset());
        await CloseAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"{sum[..16]}.jsonl.gz");
        File.Move(_draft, Path.Combine(folder, name), overwrite: true);
        _shards.Add(new(name, _lines, _bytes, sum));
        (_lines, _bytes) = (0, 0);
    }

    private async Task CloseAsync()
    {
        await _zip!.DisposeAsync();
        _file!.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        _hash!.Dispose();
        (_file, _zip, _hash) = (null, null, null);
    }
}

/// <param name="File">In its format's folder.</param>
/// <param name="Bytes">Before compression.</param>
/// <param name="Sha256">Of those bytes.</param>
public sealed record Shard(string File, int Lines, long Bytes, string Sha256);
