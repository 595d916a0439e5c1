using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ReasonOps.Tuning.Samples;

/// <summary>The lines of a stream, one at a time; blank ones are counted and left out.</summary>
public static class Lines
{
    private const int BufferBytes = 1 << 16;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="LineTooLongException">A line is longer than that many bytes.</exception>
    public static async IAsyncEnumerable<(int Number, byte[] Text)> ReadAsync(
        Stream stream, int longest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        // What was searched for an end before is not searched again, or a long line would take the square of its length.
        long searched = 0;
        for (var (number, isOver) = (0, false); !isOver;)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = read.Buffer;
            for (; TryCut(ref rest, searched, out var line); searched = 0)
            {
                if (Text(line, ++number, longest) is { Length: > 0 } text) yield return (number, text);
            }
            searched = rest.Length;
            RequireShort(rest, number + 1, longest);
            isOver = read.IsCompleted;
            if (isOver && Text(rest, number + 1, longest) is { Length: > 0 } last) yield return (number + 1, last);
            reader.AdvanceTo(rest.Start, rest.End);
        }
        await reader.CompleteAsync();
    }

    private static bool TryCut(ref ReadOnlySequence<byte> rest, long searched, out ReadOnlySequence<byte> line)
    {
        if (rest.Slice(searched).PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }
        line = rest.Slice(0, end);
        rest = rest.Slice(rest.GetPosition(1, end));
        return true;
    }

    private static byte[] Text(in ReadOnlySequence<byte> line, int number, int longest)
    {
        RequireShort(line, number, longest);
        ReadOnlySpan<byte> bytes = line.ToArray();
        if (number == 1 && bytes.StartsWith(ByteOrderMark)) bytes = bytes[ByteOrderMark.Length..];
        return bytes.Trim(" \t\r"u8).ToArray();
    }

    private static void RequireShort(in ReadOnlySequence<byte> line, int number, int longest)
    {
        if (line.Length > longest)
            throw new LineTooLongException(number, longest);
    }
}

/// <summary>A line is longer than it may be.</summary>
public sealed class LineTooLongException(int line, int longest) : IOException($"line {line} is longer than {longest} bytes")
{
    public int Line => line;
    public int Longest => longest;
}
