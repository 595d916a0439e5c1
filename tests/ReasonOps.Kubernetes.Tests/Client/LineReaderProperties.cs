using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Kubernetes.Client;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed class LineReaderProperties
{
    [Fact]
    public void However_a_stream_is_cut_its_lines_are_the_same() => Prop.ForAll<NonNull<string>[], PositiveInt[]>((texts, cuts) =>
    {
        var lines = texts.Select(text => text.Get.Replace('\n', ' ')).ToList();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")) + "torn");
        var read = ReadAsync(new CutStream(bytes, [.. cuts.Select(cut => cut.Get)])).GetAwaiter().GetResult();
        return read.SequenceEqual(lines.Select(line => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line))));
    }).QuickCheckThrowOnFailure();

    private static async Task<List<string>> ReadAsync(Stream stream)
    {
        var read = new List<string>();
        await using var lines = new LineReader(stream);
        while (await lines.NextAsync(default) is { } line) read.Add(Encoding.UTF8.GetString(line));
        return read;
    }

    /// <summary>Gives as few bytes at once as it is told.</summary>
    private sealed class CutStream(byte[] bytes, int[] cuts) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(cuts.Length == 0 ? buffer : buffer[..Math.Min(buffer.Length, cuts[_next++ % cuts.Length])], cancellationToken);
    }
}
