namespace ReasonOps.Rollouts.Storage;

/// <summary>A folder of a disk: a path, or a mounted volume.</summary>
public sealed class FolderStore(string folder) : IDatasetStore
{
    public string Uri => folder;

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var place = Path.GetDirectoryName(PathOf(prefix))!;
        return Task.FromResult<IReadOnlyList<string>>(!Directory.Exists(place) ? []
            : [.. Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)]);
    }

    public Task<Stream> ReadAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream>(
        new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan));

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var draft = new FolderDraft(Path.GetDirectoryName(PathOf(name))!, $".{Path.GetFileName(name)}.draft");
        await draft.Content.WriteAsync(content, cancellation);
        await draft.PublishAsync(Path.GetFileName(name), cancellation);
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        if (File.Exists(PathOf(name))) File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    public IDraft Draft(string folder) => new FolderDraft(PathOf(folder), ".draft");

    public Task<ILineLog> OpenLogAsync(string name, CancellationToken cancellation) => Task.FromResult<ILineLog>(FolderLog.Open(PathOf(name), name));

    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private sealed class FolderDraft : IDraft
    {
        private readonly string _folder;
        private readonly FileStream _file;

        /// <param name="folder">That it will be in.</param>
        /// <param name="name">Until it has its own: what a killed process left of it is written over.</param>
        public FolderDraft(string folder, string name)
        {
            _folder = folder;
            DurableFolder.Create(folder);
            _file = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        }

        public Stream Content => _file;

        public async Task PublishAsync(string name, CancellationToken cancellation)
        {
            await _file.FlushAsync(cancellation);
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            File.Move(_file.Name, Path.Combine(_folder, name), overwrite: true);
            DurableFolder.Sync(_folder);
        }

        public async ValueTask DisposeAsync()
        {
            await _file.DisposeAsync();
            File.Delete(_file.Name);
        }
    }
}
