using System.Globalization;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Rollouts.Verdicts;

/// <summary>
/// Verdicts beside a journal: <c>verdicts/000001/</c> for the first time that all were found out again, and on. In it a log for each file of the journal, with the problems
/// that are settled there, so that whoever reads a journal holds those of one file at a time; and <c>done</c> when all were.
/// </summary>
internal static class VerdictFiles
{
    public const string Folder = "verdicts/";

    /// <param name="run">From 1.</param>
    /// <param name="file">Of the journal.</param>
    public static string Log(int run, string file) => $"{RunFolder(run)}{file[JournalFiles.Folder.Length..^".jsonl".Length].Replace('/', '-')}";

    public static string Done(int run) => $"{RunFolder(run)}done";

    /// <summary>The run that is to be gone on with, or begun.</summary>
    public static int Next(IReadOnlyCollection<string> names)
    {
        var last = names.Select(name => int.TryParse(name[Folder.Length..].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var run) ? run : 0).DefaultIfEmpty().Max();
        return last == 0 || names.Contains(Done(last)) ? last + 1 : last;
    }

    /// <summary>The verdicts of the problems that are settled in a file of the journal: of several the last.</summary>
    /// <param name="store">Of the dataset.</param>
    /// <param name="names">All that begin with <see cref="Folder"/>.</param>
    /// <param name="file">Of the journal.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<Dictionary<long, ProblemVerdicts>> ReadAsync(IDatasetStore store, IReadOnlyList<string> names, string file, CancellationToken cancellation)
    {
        var end = Log(1, file)[RunFolder(1).Length..];
        return await ReadAsync(store, names.Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal) && IsOf(name[(Folder.Length + 7)..], end)), cancellation);
    }

    /// <param name="store">Of the dataset.</param>
    /// <param name="files">Of verdicts, in order.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<Dictionary<long, ProblemVerdicts>> ReadAsync(IDatasetStore store, IEnumerable<string> files, CancellationToken cancellation)
    {
        var verdicts = new Dictionary<long, ProblemVerdicts>();
        foreach (var each in files)
        {
            await using var stream = await store.ReadAsync(each, cancellation);
            await foreach (var (_, text) in Lines.ReadAsync(stream, JournalReader.LongestLine, cancellation))
                if (ProblemVerdicts.Read(text) is { } read) verdicts[read.Problem] = read;
        }
        return verdicts;
    }

    private static bool IsOf(string name, string log) => name.StartsWith(log, StringComparison.Ordinal) && name.Length > log.Length && name[log.Length] is '-' or '/';

    private static string RunFolder(int run) => string.Create(CultureInfo.InvariantCulture, $"{Folder}{run:D6}/");
}
