using System.Globalization;

namespace ReasonOps.Rollouts.Journals;

/// <summary>The files of one worker's journal, in the order they were written: <c>part-00003-000001.jsonl</c>.</summary>
/// <param name="folder">Of the dataset.</param>
/// <param name="worker">Its index among the workers.</param>
internal sealed class Segments(string folder, int worker)
{
    private readonly string _journal = Path.Combine(folder, "journal");

    private string Prefix => string.Create(CultureInfo.InvariantCulture, $"part-{worker:D5}-");

    public string Lock => Path.Combine(_journal, $"{Prefix}lock");

    public IReadOnlyList<string> Files => !Directory.Exists(_journal) ? []
        : [.. Directory.EnumerateFiles(_journal, $"{Prefix}*.jsonl").Order(StringComparer.Ordinal)];

    /// <summary>Those of all workers.</summary>
    public static IReadOnlyList<string> All(string folder) => Path.Combine(folder, "journal") is var journal && Directory.Exists(journal)
        ? [.. Directory.EnumerateFiles(journal, "part-*.jsonl").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The path of the next one.</summary>
    public string Next()
    {
        var last = Files is [.., var file] ? int.Parse(Path.GetFileNameWithoutExtension(file)[Prefix.Length..], CultureInfo.InvariantCulture) : 0;
        return Path.Combine(_journal, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{last + 1:D6}.jsonl"));
    }
}
