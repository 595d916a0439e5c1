namespace ReasonOps.OpenAi.Tests.Sse;

/// <summary>Hands bytes over in pieces of the sizes given, again and again.</summary>
internal sealed class ChunkedStream(byte[] bytes, IReadOnlyList<int> sizes) : MemoryStream(bytes)
{
    private int _reads;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = sizes.Count == 0 ? buffer.Length : Math.Min(buffer.Length, 1 + Math.Abs(sizes[_reads++ % sizes.Count] % 40));
        return ValueTask.FromResult(Read(buffer.Span[..size]));
    }
}
