using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ToolFolderTests : IDisposable
{
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("reasonops-tools-");

    public ToolFolderTests() => File.SetUnixFileMode(_work.FullName, (UnixFileMode)0b111_001_001);

    public void Dispose() => _work.Delete(recursive: true);

    [Fact]
    public async Task The_longest_folder_whose_sockets_have_room_serves()
    {
        await using var pool = await PoolAsync(Long(60));
        Assert.True(pool.Report.Isolates, string.Join("; ", pool.Report.Layers));
    }

    [Fact]
    public async Task A_folder_too_long_for_a_socket_is_told_with_its_length_and_what_may_be()
    {
        var folder = Long(61);
        var failure = await Assert.ThrowsAsync<SandboxException>(() => PoolAsync(folder));
        Assert.Equal($"The sandbox cannot work in {folder}: its path has 61 bytes and at most 60 leave room for a socket's; let TMPDIR name a folder with a shorter one", failure.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_and_cannot_be_made_is_told()
    {
        var file = Path.Combine(_work.FullName, "file");
        await File.WriteAllTextAsync(file, "");
        var failure = await Assert.ThrowsAsync<SandboxException>(() => PoolAsync(file));
        Assert.StartsWith($"The sandbox cannot work in {file}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_still_open_to_write_is_started_once_it_is_not()
    {
        var program = Path.Combine(_work.FullName, "true");
        File.Copy("/bin/true", program);
        var writer = new FileStream(program, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var busy = Assert.Throws<Win32Exception>(() => Process.Start(new ProcessStartInfo(program)));
        Assert.Equal(26, busy.NativeErrorCode);

        var start = Launch.StartAsync(new ProcessStartInfo(program), CancellationToken.None);
        await writer.DisposeAsync();

        using var process = await start;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_launcher_that_cannot_be_started_is_a_layer_that_does_not_hold()
    {
        using var folder = ToolFolder.Make(_work.FullName);
        File.SetUnixFileMode(folder.Launcher, UnixFileMode.UserRead);
        var failure = await Assert.ThrowsAsync<SandboxException>(() =>
            PlaceStart.RunAsync(folder, new SandboxOptions { Places = 1 }, Api.VerifierPools.IsolationMode.Landlock, CancellationToken.None));
        Assert.StartsWith("A place did not start: ", failure.Message, StringComparison.Ordinal);
    }

    private string Long(int bytes)
    {
        var path = Path.Combine(_work.FullName, new string('a', bytes - _work.FullName.Length - 1));
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_001_001);
        return path;
    }

    private static Task<SandboxPool> PoolAsync(string folder) =>
        SandboxPool.StartAsync(new SandboxOptions { Places = 1, WorkFolder = folder, Warm = [] }, NullLoggerFactory.Instance, CancellationToken.None);
}
