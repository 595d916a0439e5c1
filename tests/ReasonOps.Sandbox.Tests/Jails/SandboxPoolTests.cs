using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SandboxPoolTests
{
    public static TheoryData<IsolationMode> Modes => Pools.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Cancelling_kills_before_it_throws_and_the_place_goes_on(IsolationMode mode)
    {
        await using var pool = await Boxes.PoolAsync(mode);
        var marker = $"86{Random(mode)}";
        using var cancellation = new CancellationTokenSource();
        var run = pool.RunAsync(Boxes.Bash($"(sleep {marker} &) ; sleep {marker}"), cancellation.Token);
        await EventuallyAsync(() => Sleeping(marker) == 2);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(0, Sleeping(marker));
        Assert.Equal("on\n", (await pool.RunAsync(Boxes.Bash("echo on"), CancellationToken.None)).Steps[0].Out());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_supervisor_that_is_lost_fails_its_run_and_is_made_anew(IsolationMode mode)
    {
        await using var pool = await Boxes.PoolAsync(mode);
        var marker = $"87{Random(mode)}";
        var run = pool.RunAsync(Boxes.Bash($"sleep {marker}"), CancellationToken.None);
        await EventuallyAsync(() => Sleeping(marker) == 1);
        Kill(Supervisor(Owner(marker)));
        var failure = await Assert.ThrowsAsync<SandboxException>(() => run);
        Assert.Contains("supervisor", failure.Message, StringComparison.Ordinal);
        await EventuallyAsync(() => Sleeping(marker) == 0);
        Assert.Equal("on\n", (await pool.RunAsync(Boxes.Bash("echo on"), CancellationToken.None)).Steps[0].Out());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Disposed_it_leaves_no_process_and_no_folder(IsolationMode mode)
    {
        var work = Directory.CreateTempSubdirectory("reasonops-pool-");
        try
        {
            File.SetUnixFileMode(work.FullName, (UnixFileMode)0b111_001_001);
            var pool = await SandboxPool.StartAsync(new SandboxOptions { Places = 2, Mode = mode, WorkFolder = work.FullName }, NullLoggerFactory.Instance, CancellationToken.None);
            var marker = $"88{Random(mode)}";
            var run = pool.RunAsync(Boxes.Bash($"sleep {marker}"), CancellationToken.None);
            await EventuallyAsync(() => Sleeping(marker) == 1);
            var owner = Owner(marker);
            await pool.DisposeAsync();
            Assert.Empty(All(owner));
            Assert.Empty(work.GetFileSystemInfos());
            await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RunAsync(Boxes.Bash("true"), CancellationToken.None));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Many_callers_share_the_places()
    {
        await using var pool = await Boxes.PoolAsync(IsolationMode.Namespaces, places: 3);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => pool.RunAsync(Boxes.Bash($"echo {n}"), CancellationToken.None)));
        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"{n}\n"), outcomes.Select(outcome => outcome.Steps[0].Out()));
    }

    private static int Random(IsolationMode mode) => Environment.ProcessId % 10_000 * 10 + (int)mode;

    private static int Sleeping(string marker) => Commands().Count(process => process.Command == $"sleep\0{marker}\0");

    private static string Owner(string marker) => Uid(Commands().First(process => process.Command == $"sleep\0{marker}\0").Id);

    private static List<(int Id, string Command)> All(string owner) => [.. Commands().Where(process => Uid(process.Id) == owner)];

    private static int Supervisor(string owner) =>
        All(owner).Where(process => process.Command.Split('\0') is { Length: > 1 } words && words[0].EndsWith("/launcher", StringComparison.Ordinal) && words[1] == "supervise").Min(process => process.Id);

    private static void Kill(int id) => Process.GetProcessById(id).Kill();

    private static List<(int Id, string Command)> Commands() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => (int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture), Read($"/proc/{name}/cmdline")))];

    private static string Uid(int id) => Read($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t')[1] ?? "";

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ""; // it has just ended
        }
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "waited a minute in vain");
            await Task.Delay(20);
        }
    }
}
