namespace ReasonOps.Rollouts.Journals;

/// <summary>Appends to a worker's segments, and begins a new one where one is full. A process never goes on with the segment of another.</summary>
internal sealed class SegmentWriter(Segments segments) : IAsyncDisposable
{
    private const long MostBytes = 64L << 20;

    private FileStream? _file;

    /// <summary>All of the lines are on disk when it returns; none of them when it throws.</summary>
    /// <exception cref="IOException">The disk is full, or worse.</exception>
    public async Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        if (lines.Count == 0) return;
        if (_file is null || _file.Length >= MostBytes) await NextAsync();
        var before = _file!.Length;
        try
        {
            foreach (var line in lines) await _file.WriteAsync(line);
            await _file.FlushAsync();
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            await AbandonAsync(before);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
    }

    private async Task NextAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        // Unbuffered: what could not be written must not be written later.
        _file = new FileStream(segments.Next(), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
    }

    /// <summary>Half a line would spoil the next one, so what was begun is taken back and the segment is left.</summary>
    private async Task AbandonAsync(long before)
    {
        var file = _file!;
        _file = null;
        file.SetLength(before);
        await file.DisposeAsync();
    }
}
