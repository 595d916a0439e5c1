using System.Runtime.InteropServices;

namespace ReasonOps.ProcessNode.Volumes;

/// <summary>
/// Files that change all at once, as the kubelet writes them: each is a link through <c>..data</c>, which is a link to a folder of its own for every
/// version and is replaced by a rename.
/// </summary>
internal sealed partial class AtomicFolder(string path)
{
    private const string Data = "..data";
    private IReadOnlyDictionary<string, byte[]>? _held;
    private int _versions;

    /// <param name="files">Relative paths to contents.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Write(IReadOnlyDictionary<string, byte[]> files)
    {
        if (_held is not null && IsSame(_held, files)) return false;
        Directory.CreateDirectory(path);
        var version = $"..{++_versions:0000}";
        WriteVersion(Path.Combine(path, version), files);
        var old = new FileInfo(Path.Combine(path, Data)).LinkTarget;
        File.CreateSymbolicLink(Path.Combine(path, "..data_tmp"), version);
        Rename(Path.Combine(path, "..data_tmp"), Path.Combine(path, Data));
        Link(files);
        if (old is not null) Directory.Delete(Path.Combine(path, old), recursive: true);
        _held = files;
        return true;
    }

    private static void Rename(string from, string to)
    {
        if (Rename2(from, to) != 0) throw new IOException($"rename {from} to {to}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    // File.Move follows links: it would look for a file where one to a folder is.
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Rename2(string from, string to);

    private static void WriteVersion(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in files)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    /// <summary>What users see: the first part of every path, as a link.</summary>
    private void Link(IReadOnlyDictionary<string, byte[]> files)
    {
        var wanted = files.Keys.Select(name => name.Split('/')[0]).ToHashSet();
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith("..", StringComparison.Ordinal)))
            if (!wanted.Remove(entry.Name)) entry.Delete();
        foreach (var name in wanted) File.CreateSymbolicLink(Path.Combine(path, name), $"{Data}/{name}");
    }

    private static bool IsSame(IReadOnlyDictionary<string, byte[]> left, IReadOnlyDictionary<string, byte[]> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var other) && pair.Value.AsSpan().SequenceEqual(other));
}
