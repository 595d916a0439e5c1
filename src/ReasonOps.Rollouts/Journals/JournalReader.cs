using System.Runtime.CompilerServices;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Rollouts.Journals;

/// <summary>Reads files of a journal from their beginning. Lines whose checksum is not right are told and passed over: what they held is drawn again.</summary>
internal static class JournalReader
{
    /// <summary>A tree of a thousand long chains has its place in one line.</summary>
    public const int LongestLine = 256 << 20;

    /// <param name="store">Of the dataset.</param>
    /// <param name="files">In order.</param>
    /// <param name="damaged">Told of every line that is not whole.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="versions">Told of every line that says in which versions a problem is asked; the others are returned.</param>
    public static async IAsyncEnumerable<JournalBody> ReadAsync(
        IDatasetStore store, IEnumerable<string> files, Action<string, int> damaged, [EnumeratorCancellation] CancellationToken cancellation,
        Action<JournalBody>? versions = null)
    {
        foreach (var file in files)
        {
            await using var stream = await store.ReadAsync(file, cancellation);
            await foreach (var (number, text) in Lines.ReadAsync(stream, LongestLine, cancellation))
            {
                if (JournalLine.Read(text) is not { } body) damaged(file, number);
                else if (!body.IsVersions) yield return body;
                else versions?.Invoke(body);
            }
        }
    }
}
