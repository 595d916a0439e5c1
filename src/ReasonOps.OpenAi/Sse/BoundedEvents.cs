namespace ReasonOps.OpenAi.Sse;

/// <summary>
/// What is under an SSE parser: fails once the bytes since the last blank line pass a bound, and ends with a blank line
/// whether or not the sender did, since the parser drops a last event that has none.
/// </summary>
internal sealed class BoundedEvents(Stream inner, int maxEventBytes) : Stream
{
    private static readonly byte[] BlankLine = "\n\n"u8.ToArray();

    private int _eventBytes;
    private bool _lineIsEmpty = true;
    private bool _afterCarriageReturn;
    private int _endingSent;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        if (_eventBytes > maxEventBytes) throw TooLarge();
        var read = _endingSent > 0 ? 0 : await inner.ReadAsync(buffer, cancellationToken);
        if (read == 0) return SendEnding(buffer.Span);
        // What came before the event that is too large is read first: the same however the bytes are cut into reads.
        return Measure(buffer.Span[..read]) is var sound and > 0 ? sound : throw TooLarge();
    }

    private int SendEnding(Span<byte> buffer)
    {
        var sent = Math.Min(buffer.Length, BlankLine.Length - _endingSent);
        BlankLine.AsSpan(_endingSent, sent).CopyTo(buffer);
        _endingSent += sent;
        return sent;
    }

    private InvalidDataException TooLarge() => new($"a server-sent event is larger than {maxEventBytes} bytes");

    /// <returns>How many of the bytes come before an event passes the bound.</returns>
    private int Measure(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (++_eventBytes > maxEventBytes) return i;
            var b = bytes[i];
            var secondOfPair = b == '\n' && _afterCarriageReturn;
            _afterCarriageReturn = b == '\r';
            if (secondOfPair) continue;
            var lineEnds = b is (byte)'\n' or (byte)'\r';
            if (lineEnds && _lineIsEmpty) _eventBytes = 0;
            _lineIsEmpty = lineEnds;
        }
        return bytes.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read asynchronously");
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
