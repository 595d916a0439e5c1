using System.Xml.Linq;

namespace ReasonOps.Architecture.Tests;

/// <summary>A row of the table in <c>docs/architecture.md</c> beside the project file it speaks of.</summary>
public sealed record Room(int Floor, string Name, string World)
{
    private static readonly string Root = FindRoot();

    public bool IsPure => World == "nothing";

    public bool MaySpeakHttp => World is "all" || World.Contains("HTTP", StringComparison.Ordinal);

    public string Folder => Path.Combine(Root, "src", Name);

    private XDocument Project => XDocument.Load(Path.Combine(Folder, $"{Name}.csproj"));

    public IEnumerable<string> Neighbours =>
        Project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(Include(reference).Replace('\\', '/')));

    public IEnumerable<string> Frameworks => Project.Descendants("FrameworkReference").Select(Include);

    public IEnumerable<(string File, string Text)> Sources =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file)));

    public static IReadOnlyList<Room> Table { get; } =
        [.. File.ReadLines(Path.Combine(Root, "docs", "architecture.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("`ReasonOps.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new Room(int.Parse(cells[1], null), cells[2].Trim('`'), cells[4]))];

    public static IEnumerable<string> Projects => Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!);

    public static IEnumerable<string> TopLevel => Directory.EnumerateFileSystemEntries(Root).Select(entry => Path.GetFileName(entry)!);

    private static string Include(XElement reference) => reference.Attribute("Include")!.Value;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ReasonOps.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
