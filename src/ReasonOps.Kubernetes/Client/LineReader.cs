using System.Buffers;
using System.IO.Pipelines;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Lines of a stream, each in memory only until the next is asked for, and bounded in length.</summary>
internal sealed class LineReader(Stream stream, int mostBytes = LineReader.MostBytes) : IAsyncDisposable
{
    /// <summary>etcd takes 1.5 MiB an object unless told otherwise; JSON is longer than what it keeps.</summary>
    public const int MostBytes = 32 << 20;

    private readonly PipeReader _pipe = PipeReader.Create(stream, new(bufferSize: 32 << 10));
    private SequencePosition? _consumed;

    /// <returns>The next line without its end, valid until the next call; null when the stream ended, a torn last line dropped.</returns>
    public async ValueTask<ReadOnlySequence<byte>?> NextAsync(CancellationToken cancellation)
    {
        if (_consumed is { } consumed) _pipe.AdvanceTo(consumed);
        _consumed = null;
        while (true)
        {
            var read = await _pipe.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                _consumed = read.Buffer.GetPosition(1, end);
                return read.Buffer.Slice(0, end);
            }
            if (read.IsCompleted) return null;
            if (read.Buffer.Length > mostBytes)
                throw new KubernetesException(null, "TooLarge", $"a watch event is longer than {mostBytes >> 20} MiB");
            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();
}
