namespace ReasonOps.Verification.Tests.Equivalence;

/// <summary>Reads <c>Cases/*.txt</c>: an answer, <c>==</c> or <c>!=</c> between two spaces each, what is expected; # begins a comment's line.</summary>
public static class CaseTable
{
    public sealed record Case(string Answer, bool Same, string Expected);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Equivalence", "Cases");

    public static IReadOnlyList<Case> All { get; } = [.. Families().SelectMany(Read)];

    public static IEnumerable<string> Families() => Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static IEnumerable<Case> Read(string family) => File.ReadLines(Path.Combine(Folder, family + ".txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split("  ==  ") is [var a, var b] ? new Case(a, true, b)
            : line.Split("  !=  ") is [var c, var d] ? new Case(c, false, d)
            : throw new InvalidDataException($"{family}: \"{line}\" has neither == nor !=, with two spaces on each side"));
}
