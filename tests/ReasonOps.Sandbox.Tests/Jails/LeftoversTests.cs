using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Sandbox.Jails;

namespace ReasonOps.Sandbox.Tests.Jails;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LeftoversTests : IDisposable
{
    private const UnixFileMode Passable = (UnixFileMode)0b111_001_001;
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("reasonops-left-");

    public LeftoversTests() => File.SetUnixFileMode(_work.FullName, Passable);

    public void Dispose() => _work.Delete(recursive: true);

    [Fact]
    public async Task A_pool_removes_what_a_killed_one_left_and_nothing_that_is_held()
    {
        var dead = LeftBehind("reasonops-sandbox-dead", "lock");
        var foreign = LeftBehind("reasonops-other", "lock");
        var unlocked = LeftBehind("reasonops-sandbox-unlocked", "other");
        await using var living = await PoolAsync();
        Assert.False(Directory.Exists(dead));

        var held = Assert.Single(Sandboxes(), path => path != unlocked);
        await using (await PoolAsync())
        {
            Assert.Equal(3, Sandboxes().Length);
            Assert.Contains(held, Sandboxes());
        }

        Assert.Equal("on\n", (await living.RunAsync(Boxes.Bash("echo on"), CancellationToken.None)).Steps[0].Out());
        Assert.True(Directory.Exists(foreign) && Directory.Exists(unlocked));
    }

    [Fact]
    public async Task Links_in_what_is_left_lead_nowhere()
    {
        var kept = Path.Combine(_work.FullName, "kept");
        Directory.CreateDirectory(kept);
        await File.WriteAllTextAsync(Path.Combine(kept, "file"), "kept");
        var dead = LeftBehind("reasonops-sandbox-dead", "lock");
        File.CreateSymbolicLink(Path.Combine(dead, "boxes", "to-folder"), kept);
        File.CreateSymbolicLink(Path.Combine(dead, "to-file"), Path.Combine(kept, "file"));
        File.CreateSymbolicLink(Path.Combine(_work.FullName, "reasonops-sandbox-link"), kept);

        await using var pool = await PoolAsync();

        Assert.False(Directory.Exists(dead));
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(kept, "file")));
    }

    [Fact]
    public async Task A_control_group_that_was_left_is_removed_where_they_are_delegated()
    {
        var noted = new List<string>();
        if (ControlGroup.TryMake(noted.Add) is not { } group) return; // nothing is delegated here, so nothing is left either
        var dead = LeftBehind("reasonops-sandbox-dead", "lock");
        await File.WriteAllLinesAsync(Path.Combine(dead, "groups"), noted);
        Assert.All(group.Folders, folder => Assert.True(Directory.Exists(folder)));

        await using var pool = await PoolAsync();

        Assert.False(Directory.Exists(dead));
        Assert.All(group.Folders, folder => Assert.False(Directory.Exists(folder)));
    }

    private string[] Sandboxes() => Directory.GetDirectories(_work.FullName, "reasonops-sandbox-*");

    private Task<SandboxPool> PoolAsync() =>
        SandboxPool.StartAsync(new SandboxOptions { Places = 1, WorkFolder = _work.FullName, Warm = [] }, NullLoggerFactory.Instance, CancellationToken.None);

    private string LeftBehind(string name, string file)
    {
        var folder = Path.Combine(_work.FullName, name);
        Directory.CreateDirectory(Path.Combine(folder, "boxes", "a", "b"));
        File.WriteAllText(Path.Combine(folder, file), "");
        File.WriteAllText(Path.Combine(folder, "boxes", "a", "b", "file"), "left");
        File.SetUnixFileMode(Path.Combine(folder, "boxes", "a"), UnixFileMode.None);
        return folder;
    }
}
