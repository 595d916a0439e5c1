namespace ReasonOps.Rollouts.Storage;

/// <summary>Some of a source, as it was answered.</summary>
/// <param name="Content">From <paramref name="From"/> on.</param>
/// <param name="From">Zero where the source gives nothing but the whole.</param>
/// <param name="Version">Of the source; null: it says none.</param>
/// <param name="Length">Of the content; negative: it says none.</param>
internal sealed record SourcePart(Stream Content, long From, string? Version, long Length);

/// <summary>
/// A stream from afar that is read for hours, as fast as problems are drawn: a connection that is cut in between, or falls silent, is made again where reading had come to.
/// </summary>
internal sealed class ResumingStream : Stream
{
    private const int Attempts = 8;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly Func<long, string?, CancellationToken, Task<SourcePart>> _open;
    private readonly TimeProvider _time;
    private readonly string? _version;
    private readonly long _length;
    private readonly IDisposable? _source;
    private Stream? _content;
    private long _at;

    private ResumingStream(Func<long, string?, CancellationToken, Task<SourcePart>> open, TimeProvider time, SourcePart first, IDisposable? source) =>
        (_open, _time, _content, _version, _length, _source) = (open, time, first.Content, first.Version, first.Length, source);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _at; set => throw new NotSupportedException(); }

    /// <param name="open">From a byte on, of a version that was told before. Throws <see cref="IOException"/>.</param>
    /// <param name="time">Paces further attempts.</param>
    /// <param name="cancellation">Ends the first.</param>
    /// <param name="source">Disposed with the stream, or when there is none.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static async Task<Stream> OpenAsync(
        Func<long, string?, CancellationToken, Task<SourcePart>> open, TimeProvider time, CancellationToken cancellation, IDisposable? source = null)
    {
        try
        {
            return new ResumingStream(open, time, await open(0, null, cancellation), source);
        }
        catch
        {
            source?.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _content ??= await ReopenAsync(cancellationToken);
                var read = await ReadOnceAsync(buffer, cancellationToken);
                if (read == 0 && buffer.Length > 0 && _length >= 0 && _at < _length) throw new EndOfStreamException($"it ended after {_at} of {_length} bytes");
                _at += read;
                return read;
            }
            catch (Exception fault) when (fault is IOException or HttpRequestException && attempt < Attempts)
            {
                if (_content is not null) await _content.DisposeAsync();
                _content = null;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt)), _time, cancellationToken);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Dispose();
            _source?.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var silent = new CancellationTokenSource(Silence, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silent.Token);
        try
        {
            return await _content!.ReadAsync(buffer, enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"silent for {Silence.TotalSeconds} s");
        }
    }

    private async Task<Stream> ReopenAsync(CancellationToken cancellation)
    {
        var part = await _open(_at, _version, cancellation);
        if (_version is not null && part.Version != _version) throw new InvalidDataException($"it was changed while it was read, after {_at} bytes");
        for (var left = _at - part.From; left > 0;)
        {
            var read = await part.Content.ReadAsync(new byte[Math.Min(left, 1 << 16)], cancellation);
            if (read == 0) throw new EndOfStreamException($"it has less than the {_at} bytes that were read of it");
            left -= read;
        }
        return part.Content;
    }
}
