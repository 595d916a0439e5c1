using System.Buffers.Binary;
using System.Net.Sockets;

namespace ReasonOps.Sandbox.Jails;

/// <summary>The stream to a supervisor. One reader, one writer.</summary>
internal sealed class FrameChannel(Socket socket) : IDisposable
{
    private byte[] _buffer = new byte[64 << 10];
    private int _start, _end;

    public async Task SendAsync(FrameWriter frames, CancellationToken cancellation)
    {
        for (var rest = frames.Written; rest.Length > 0;)
            rest = rest[await socket.SendAsync(rest, SocketFlags.None, cancellation)..];
        frames.Clear();
    }

    /// <summary>The next frame, valid until the next call; null once the supervisor is gone.</summary>
    /// <exception cref="InvalidDataException">What came is not a frame.</exception>
    public async ValueTask<Frame?> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Next() is { } frame)
                return frame;
            Compact();
            var got = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellation);
            if (got == 0)
                return null;
            _end += got;
        }
    }

    private Frame? Next()
    {
        if (_end - _start < 4)
            return null;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        if (size is < 2 or > Frame.Limit)
            throw new InvalidDataException($"a frame of {size} bytes");
        if (_end - _start < 4 + size)
            return null;
        var frame = new Frame((FrameKind)_buffer[_start + 4], _buffer[_start + 5], _buffer.AsMemory(_start + 6, (int)size - 2));
        _start += 4 + (int)size;
        return frame;
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    public void Dispose() => socket.Dispose();
}
