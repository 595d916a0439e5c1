using System.Globalization;

namespace ReasonOps.Rollouts.Journals;

/// <summary>What the files of a journal are called below their store.</summary>
internal static class JournalFiles
{
    public const string Folder = "journal/";
    private const string Prefix = $"{Folder}part-";

    /// <summary>The log of one worker: <c>journal/part-00003</c>.</summary>
    public static string Log(int worker) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{worker:D5}");

    /// <summary>Files of lines among all names that begin with <see cref="Folder"/>, in their order.</summary>
    public static IEnumerable<string> Among(IEnumerable<string> names) =>
        names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".jsonl", StringComparison.Ordinal));
}
