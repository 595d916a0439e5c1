using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ReasonOps.Sandbox.Jails;

/// <summary>What is said between here and a place's supervisor; as in <c>Launcher/wire.h</c>.</summary>
internal enum FrameKind : byte
{
    Open = 1,
    File,
    Step,
    Kill,
    Collect,
    Close,
    Ready = 65,
    Output,
    Error,
    Done,
    Content,
    Closed,
    Failed,
}

internal enum FieldTag : byte
{
    Size = 1,
    Count,
    Path,
    Content,
    Argument,
    Environment,
    Input,
    Warm,
    Cpu,
    Wall,
    Memory,
    Processes,
    Output,
    Files,
    Paired,
    Ending,
    Code,
    Peak,
    Text,
    Last,
}

/// <summary>A frame that came: u32 length of what follows, u8 kind, u8 session, fields of u8 tag, u32 length, bytes.</summary>
internal readonly record struct Frame(FrameKind Kind, byte Session, ReadOnlyMemory<byte> Body)
{
    public const int Limit = 64 << 20;

    /// <exception cref="InvalidDataException">A field's length goes beyond the frame.</exception>
    public IEnumerable<(FieldTag Tag, ReadOnlyMemory<byte> Bytes)> Fields()
    {
        for (var rest = Body; rest.Length > 0;)
        {
            var size = rest.Length < 5 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(rest.Span[1..]);
            if (size > rest.Length - 5)
                throw new InvalidDataException($"a field of {size} bytes in a frame that has {rest.Length} left");
            yield return ((FieldTag)rest.Span[0], rest.Slice(5, (int)size));
            rest = rest[(5 + (int)size)..];
        }
    }

    public long Number(FieldTag tag) =>
        Fields().Where(field => field.Tag == tag && field.Bytes.Length == 8)
            .Select(field => BinaryPrimitives.ReadInt64LittleEndian(field.Bytes.Span)).FirstOrDefault();

    public string Text() =>
        string.Join(": ", Fields().Where(field => field.Tag == FieldTag.Text && field.Bytes.Length > 0).Select(field => Encoding.UTF8.GetString(field.Bytes.Span)));
}

/// <summary>Frames to be sent, one after another.</summary>
internal sealed class FrameWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    public bool IsEmpty => _bytes.WrittenCount == 0;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Write(FrameKind kind, byte session, params ReadOnlySpan<Field> fields)
    {
        var size = 2;
        foreach (var field in fields)
            size += 5 + field.Bytes.Length;
        WriteLength(size);
        _bytes.Write([(byte)kind, session]);
        foreach (var field in fields)
        {
            _bytes.Write([(byte)field.Tag]);
            WriteLength(field.Bytes.Length);
            _bytes.Write(field.Bytes.Span);
        }
    }

    private void WriteLength(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }
}

internal readonly record struct Field(FieldTag Tag, ReadOnlyMemory<byte> Bytes)
{
    public static Field Of(FieldTag tag, string text) => new(tag, Encoding.UTF8.GetBytes(text));

    public static Field Of(FieldTag tag, long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return new Field(tag, bytes);
    }
}
