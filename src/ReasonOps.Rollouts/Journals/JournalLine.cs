using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Text.Json;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Journals;

/// <summary>
/// A line of the journal: <c>{"crc32c":"0123abcd","tree":{...}}</c>, or <c>"settled"</c> in place of the tree. The checksum (Castagnoli) is of the bytes
/// between the colon behind that name and the last brace.
/// </summary>
internal static class JournalLine
{
    private const int Digits = 8;
    private static ReadOnlySpan<byte> Head => "{\"crc32c\":\""u8;
    private static ReadOnlySpan<byte> Tree => "\",\"tree\":"u8;
    private static ReadOnlySpan<byte> Settled => "\",\"settled\":"u8;

    /// <summary>With its end.</summary>
    public static ReadOnlyMemory<byte> Of(TrajectoryTree tree) => Of(Tree, JsonSerializer.SerializeToUtf8Bytes(tree, RolloutJson.Plain.TrajectoryTree));

    /// <summary>With its end.</summary>
    public static ReadOnlyMemory<byte> Of(SettledProblem settled) => Of(Settled, JsonSerializer.SerializeToUtf8Bytes(settled, RolloutJson.Plain.SettledProblem));

    /// <summary>What a line holds; null where its checksum, or its shape, is not right.</summary>
    /// <param name="line">Without its end.</param>
    public static JournalBody? Read(ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        var start = Head.Length + Digits;
        if (bytes.Length <= start || !bytes.StartsWith(Head) || bytes[^1] != '}'
            || !Utf8Parser.TryParse(bytes.Slice(Head.Length, Digits), out uint sum, out var read, 'x') || read != Digits)
            return null;
        var isTree = bytes[start..].StartsWith(Tree);
        if (!isTree && !bytes[start..].StartsWith(Settled)) return null;
        var body = line[(start + (isTree ? Tree : Settled).Length)..^1];
        return Sum(body.Span) == sum ? new JournalBody(isTree, body) : null;
    }

    /// <summary>What a line of another kind holds; null where it is none, or its checksum is not right.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="name">Of the kind.</param>
    public static ReadOnlyMemory<byte>? Body(ReadOnlyMemory<byte> line, ReadOnlySpan<byte> name)
    {
        var bytes = line.Span;
        var start = Head.Length + Digits;
        if (bytes.Length <= start + name.Length || !bytes.StartsWith(Head) || bytes[^1] != '}' || !bytes[start..].StartsWith(name)
            || !Utf8Parser.TryParse(bytes.Slice(Head.Length, Digits), out uint sum, out var read, 'x') || read != Digits)
            return null;
        var body = line[(start + name.Length)..^1];
        return Sum(body.Span) == sum ? body : null;
    }

    /// <summary>With its end.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        var line = new ArrayBufferWriter<byte>(Head.Length + Digits + name.Length + body.Length + 2);
        line.Write(Head);
        Utf8Formatter.TryFormat(Sum(body), line.GetSpan(Digits), out var written, new StandardFormat('x', Digits));
        line.Advance(written);
        line.Write(name);
        line.Write(body);
        line.Write("}\n"u8);
        return line.WrittenMemory;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }
}

/// <param name="IsTree">Otherwise it says that a problem is settled.</param>
/// <param name="Json">Of either.</param>
internal readonly record struct JournalBody(bool IsTree, ReadOnlyMemory<byte> Json)
{
    public TrajectoryTree ReadTree() => JsonSerializer.Deserialize(Json.Span, RolloutJson.Plain.TrajectoryTree)!;

    public SettledProblem ReadSettled() => JsonSerializer.Deserialize(Json.Span, RolloutJson.Plain.SettledProblem)!;

    /// <summary>Of a tree, without reading the rest of it: its first fields.</summary>
    public TreeHead ReadHead()
    {
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();
        var head = new TreeHead(Next(ref reader), (int)Next(ref reader), (int)Next(ref reader), (int)Next(ref reader), (int)Next(ref reader), (int)Next(ref reader));
        // Older lines have it elsewhere.
        reader.Read();
        return reader.ValueTextEquals("forward"u8) && reader.Read() ? head with { Forward = reader.GetInt64() } : head;
    }

    /// <summary>Of what is settled, without reading the rest of it.</summary>
    public SettledHead ReadSettledHead()
    {
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();
        var head = new SettledHead(Next(ref reader), false, null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("quarantined"u8) && reader.Read()) head = head with { Quarantined = reader.TokenType == JsonTokenType.String };
            else if (reader.ValueTextEquals("counts"u8) && reader.Read()) return head with { Counts = JsonSerializer.Deserialize(ref reader, RolloutJson.Plain.ProblemCounts) };
            else reader.Skip();
        }
        return head;
    }

    private static long Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Read();
        return reader.GetInt64();
    }
}

/// <summary>Which rollouts a tree holds, and how many of them are right and wrong.</summary>
internal readonly record struct TreeHead(long Problem, int Variant, int Rollout, int Count, int Right, int Wrong, long Forward = 0)
{
    public static TreeHead Of(TrajectoryTree tree) => new(tree.Problem, tree.Variant, tree.Rollout, tree.Count, tree.Right, tree.Wrong, tree.Forward);
}

/// <summary>Which problem is settled, and what it came to.</summary>
internal readonly record struct SettledHead(long Number, bool Quarantined, ProblemCounts? Counts)
{
    public static SettledHead Of(SettledProblem settled) => new(settled.Number, settled.Quarantined is not null, settled.Counts);
}
