using System.Globalization;

namespace ReasonOps.Rollouts.Storage;

/// <summary>What stands under a prefix of a bucket. An object is there whole or not at all, and nothing can be appended to one.</summary>
public sealed class S3Store : IDatasetStore
{
    private readonly S3Bucket _bucket;
    private readonly S3Settings _settings;
    private readonly string _prefix;

    private S3Store(string uri, S3Settings settings)
    {
        var address = S3Address.Parse(uri);
        (Uri, _settings, _prefix) = (uri, settings, address.Key.Length == 0 ? "" : $"{address.Key}/");
        _bucket = new S3Bucket(address.Bucket, settings);
    }

    public string Uri { get; }

    /// <param name="uri"><c>s3://bucket/prefix</c>.</param>
    /// <param name="settings">Which server, and who asks.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="IOException">There is no such bucket, no server, or the credentials are wrong.</exception>
    /// <exception cref="FormatException">There is no bucket in it.</exception>
    public static async Task<S3Store> OpenAsync(string uri, S3Settings settings, CancellationToken cancellation)
    {
        var store = new S3Store(uri, settings);
        try
        {
            await store._bucket.ProbeAsync(cancellation);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) =>
        [.. (await _bucket.ListAsync(_prefix + prefix, cancellation)).Select(key => key[_prefix.Length..])];

    public async Task<Stream> ReadAsync(string name, CancellationToken cancellation) =>
        await ResumingStream.OpenAsync((from, version, ask) => _bucket.ReadAsync(_prefix + name, from, version, ask), TimeProvider.System, cancellation);

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await _bucket.PutAsync(_prefix + name, stream, isNew: false, cancellation);
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) => _bucket.DeleteAsync(_prefix + name, cancellation);

    public IDraft Draft(string folder) => new S3Draft(this, folder);

    public async Task<ILineLog> OpenLogAsync(string name, CancellationToken cancellation) => await S3Log.OpenAsync(_bucket, _prefix, name, new Gathering(_settings.Every), cancellation);

    public void Dispose() => _bucket.Dispose();

    private sealed class S3Draft(S3Store store, string folder) : IDraft
    {
        private readonly FileStream _file = new(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);

        public Stream Content => _file;

        public async Task PublishAsync(string name, CancellationToken cancellation)
        {
            await _file.FlushAsync(cancellation);
            await store._bucket.PutAsync(string.Create(CultureInfo.InvariantCulture, $"{store._prefix}{folder}/{name}"), _file, isNew: false, cancellation);
        }

        public ValueTask DisposeAsync() => _file.DisposeAsync();
    }
}
