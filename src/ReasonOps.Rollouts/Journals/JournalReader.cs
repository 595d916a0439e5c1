using System.Runtime.CompilerServices;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Rollouts.Journals;

/// <summary>Reads a journal from its beginning. Lines whose checksum is not right are told and passed over: what they held is drawn again.</summary>
internal static class JournalReader
{
    /// <summary>A tree of a thousand long chains has its place in one line.</summary>
    public const int LongestLine = 256 << 20;

    /// <param name="files">In order.</param>
    /// <param name="damaged">Told of every line that is not whole.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<JournalBody> ReadAsync(
        IEnumerable<string> files, Action<string, int> damaged, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await foreach (var (number, text) in Lines.ReadAsync(stream, LongestLine, cancellation))
            {
                if (JournalLine.Read(text) is { } body) yield return body;
                else damaged(file, number);
            }
        }
    }

    /// <summary>Where the last whole line of a file ends, in bytes: what stands behind it was torn.</summary>
    public static long EndOfLastLine(FileStream file)
    {
        var buffer = new byte[1 << 16];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - buffer.Length);
            file.Position = start;
            var part = buffer.AsSpan(0, (int)(end - start));
            file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is >= 0 and var at) return start + at + 1;
            end = start;
        }
        return 0;
    }
}
