using System.Globalization;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>What a process and all below it hold just now, as the kernel tells it.</summary>
/// <param name="Processes">It and its descendants.</param>
/// <param name="OpenFiles">Of the process itself, sockets aside: clients come and go.</param>
/// <param name="Memory">Bytes of all together, each shared page once.</param>
/// <param name="Files">In the folder of its sandbox.</param>
/// <param name="Groups">Control groups below those of its sandbox.</param>
internal sealed record Tree(int Processes, int OpenFiles, long Memory, int Files, int Groups)
{
    public static Tree Of(int process)
    {
        var all = Below(process).Prepend(process).ToArray();
        var words = all.SelectMany(id => Text($"/proc/{id}/cmdline").Split('\0')).ToArray();
        return new(all.Length, OpenFilesOf(process), all.Sum(MemoryOf), Folders(words).Sum(Entries), GroupsIn(words).Distinct().Sum(Subfolders));
    }

    /// <summary>The folders of a sandbox, which nothing may be left of.</summary>
    public static IReadOnlyList<string> FoldersOf(int process)
    {
        var words = Below(process).SelectMany(id => Text($"/proc/{id}/cmdline").Split('\0')).ToArray();
        return [.. Folders(words).Concat(GroupsIn(words)).Distinct()];
    }

    public static IReadOnlyList<int> Below(int process)
    {
        var parents = Directory.GetDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => int.TryParse(name, out _))
            .Select(name => (Id: int.Parse(name, CultureInfo.InvariantCulture), Stat: Text($"/proc/{name}/stat")))
            .Where(each => each.Stat.Length > 0)
            .ToLookup(each => int.Parse(each.Stat[(each.Stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture), each => each.Id);
        IEnumerable<int> Children(int id) => parents[id].SelectMany(child => Children(child).Prepend(child));
        return [.. Children(process)];
    }

    private static IEnumerable<string> Folders(string[] words) => words
        .Where(word => word.StartsWith($"{Path.GetTempPath()}reasonops-sandbox-", StringComparison.Ordinal))
        .Select(word => string.Join('/', word.Split('/').Take(Path.GetTempPath().Split('/').Length))).Distinct();

    private static IEnumerable<string> GroupsIn(string[] words) => words.Zip(words.Skip(1)).Where(pair => pair.First == "--group").Select(pair => pair.Second);

    private static int Entries(string folder) => Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Count() : 0;

    private static int Subfolders(string group) => Directory.Exists(group) ? Directory.EnumerateDirectories(group, "*", SearchOption.AllDirectories).Count() : 0;

    private static int OpenFilesOf(int process) =>
        Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count(file => new FileInfo(file).LinkTarget is { } target && !target.StartsWith("socket:", StringComparison.Ordinal));

    private static long MemoryOf(int process) => Text($"/proc/{process}/smaps_rollup").Split('\n')
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10).FirstOrDefault();

    /// <summary>Empty where the process is gone.</summary>
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
