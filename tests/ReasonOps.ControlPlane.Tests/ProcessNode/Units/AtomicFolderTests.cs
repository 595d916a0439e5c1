using System.Text;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ControlPlane.Tests.ProcessNode.Units;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("atomic-folder-").FullName;
    private readonly AtomicFolder _folder;

    public AtomicFolderTests() => _folder = new(_path);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Entries_come_change_and_go()
    {
        Assert.True(_folder.Write(Files(("a", "1"), ("sub/b", "2"))));
        Assert.False(_folder.Write(Files(("a", "1"), ("sub/b", "2"))));
        Assert.Equal("2", File.ReadAllText(Path.Combine(_path, "sub/b")));
        Assert.True(_folder.Write(Files(("a", "3"), ("c", "4"))));
        Assert.Equal(["a", "c"], Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName).Where(name => !name!.StartsWith("..", StringComparison.Ordinal)).Order());
        Assert.Equal("34", File.ReadAllText(Path.Combine(_path, "a")) + File.ReadAllText(Path.Combine(_path, "c")));
        Assert.Equal("..0002", new FileInfo(Path.Combine(_path, "..data")).LinkTarget);
        Assert.False(Directory.Exists(Path.Combine(_path, "..0001")));
    }

    [Fact]
    public async Task A_reader_of_the_data_folder_never_sees_two_versions_mixed()
    {
        _folder.Write(Files(("a", "0"), ("b", "0")));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++) _folder.Write(Files(("a", $"{i}"), ("b", $"{i}")));
        });
        for (var read = 0; read < 200; read++)
            if (Pair() is var (a, b)) Assert.Equal(a, b);
        await stop.CancelAsync();
        await writing;
    }

    private (string, string)? Pair()
    {
        var version = new FileInfo(Path.Combine(_path, "..data")).LinkTarget!;
        try
        {
            return (File.ReadAllText(Path.Combine(_path, version, "a")), File.ReadAllText(Path.Combine(_path, version, "b")));
        }
        catch (IOException)
        {
            return null; // gone meanwhile: an old version, not half of one
        }
    }

    private static Dictionary<string, byte[]> Files(params (string Name, string Text)[] files) =>
        files.ToDictionary(file => file.Name, file => Encoding.UTF8.GetBytes(file.Text));
}
