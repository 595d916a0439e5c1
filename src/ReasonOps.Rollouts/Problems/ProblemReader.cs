using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Rollouts.Problems;

/// <summary>Reads problems one at a time, so that memory does not grow with their number. A line that is none is told and left out.</summary>
/// <param name="fields">Where a line has what.</param>
/// <param name="template">The prompt as the model is asked, with <c>{prompt}</c> in it.</param>
/// <param name="bad">Told of every line that is no problem.</param>
public sealed class ProblemReader(ProblemFields fields, string? template, Action<BadProblem> bad)
{
    public const int LongestLine = 4 << 20;

    /// <param name="stream">JSON, a problem a line; gzip where it begins as gzip does.</param>
    /// <param name="part">Every one of <c>Parts</c> workers takes the lines that are its own.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LineTooLongException">A line is longer than <see cref="LongestLine"/>.</exception>
    /// <exception cref="InvalidDataException">It is damaged gzip.</exception>
    public async IAsyncEnumerable<Problem> ReadAsync(Stream stream, Partition part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var parser = new ProblemParser(fields, template);
        await using var plain = await PlainAsync(stream, cancellation);
        await foreach (var (number, text) in Lines.ReadAsync(plain, LongestLine, cancellation))
        {
            if (!part.Has(number)) continue;
            var (problem, mistake) = parser.Parse(number, text);
            if (mistake is not null) bad(mistake);
            if (problem is not null) yield return problem;
        }
    }

    /// <summary>Lines that are not blank: how many problems a worker has, if every one is one.</summary>
    public static async Task<long> CountAsync(Stream stream, Partition part, CancellationToken cancellation)
    {
        var count = 0L;
        await using var plain = await PlainAsync(stream, cancellation);
        await foreach (var (number, _) in Lines.ReadAsync(plain, LongestLine, cancellation))
            if (part.Has(number)) count++;
        return count;
    }

    private static async Task<Stream> PlainAsync(Stream stream, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(stream);
        var head = (await pipe.ReadAtLeastAsync(2, cancellation)).Buffer;
        var zipped = head.Slice(0, Math.Min(2, head.Length)).ToArray() is [0x1f, 0x8b];
        pipe.AdvanceTo(head.Start);
        return zipped ? new GZipStream(pipe.AsStream(), CompressionMode.Decompress) : pipe.AsStream();
    }
}

/// <summary>The lines of one worker among several.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Parts">1 or more.</param>
public readonly record struct Partition(int Index, int Parts)
{
    public static Partition Whole { get; } = new(0, 1);

    public bool Has(long number) => (number - 1) % Parts == Index;
}
