using System.Diagnostics;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Docker;

/// <summary>The image's build stage, run here: what it copies, then its own publish command, then what that made.</summary>
public sealed class PublishTests : IDisposable
{
    private static readonly IReadOnlyList<Instruction> Instructions = Dockerfile.Read();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reasonops-image-");

    private string Source => Path.Combine(_folder.FullName, "source");
    private string Published => Path.Combine(_folder.FullName, "publish");

    [Fact]
    public async Task What_the_image_is_given_suffices_to_build_what_it_runs()
    {
        CopyContext();
        var publish = Instructions.Single(one => one.Word == "RUN" && one.Text.StartsWith("dotnet publish", StringComparison.Ordinal)).Arguments;

        var built = await Program.RunAsync("env", [
            "-C", Source, "CI=true", .. publish.Select(word => word == "/publish" ? Published : word),
            "-m:1", "--nologo", "-v", "quiet", "--disable-build-servers"]);

        Assert.True(built.Code == 0, built.Out + built.Errors);
        var help = await Program.RunAsync("dotnet", Path.Combine(Published, "reasonops.dll"), "--help");
        Assert.Equal((0, ""), (help.Code, help.Errors));
        Assert.Contains("operator", help.Out);
        // Its descriptions come from a file beside the program.
        var crds = await Program.RunAsync("dotnet", Path.Combine(Published, "reasonops.dll"), "crds");
        var files = Directory.GetFiles(Repository.PathOf("crds"), "*.yaml").Select(File.ReadAllText);
        Assert.Equal(files.Order(StringComparer.Ordinal), crds.Out.Split("---\n").Order(StringComparer.Ordinal));
        Assert.Equal("arithmetic on http://127.0.0.1", (await FirstLineAsync("engine", "-m", "embedded://arithmetic", "--url", "http://127.0.0.1:0"))[..30]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The build stage's COPYs; packages from npm are those that are installed.</summary>
    private void CopyContext()
    {
        var stage = Instructions.SkipWhile(one => one is not { Word: "FROM", Arguments: [.., "build"] }).TakeWhile(one => one.Word != "RUN");
        foreach (var copy in stage.Where(one => one.Word == "COPY"))
            foreach (var source in copy.Arguments.SkipLast(1))
                if (copy.Flags.ContainsKey("from")) Directory.CreateSymbolicLink(Path.Combine(Source, "node_modules"), Repository.PathOf("node_modules"));
                else Copy(source);
    }

    private void Copy(string source)
    {
        var files = File.Exists(Repository.PathOf(source)) ? [Repository.PathOf(source)]
            : Directory.EnumerateFiles(Repository.PathOf(source), "*", SearchOption.AllDirectories);
        foreach (var path in files.Select(file => Path.GetRelativePath(Repository.Root, file)).Where(DockerIgnore.LetsThrough))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Source, path))!);
            File.Copy(Repository.PathOf(path), Path.Combine(Source, path));
        }
    }

    private async Task<string> FirstLineAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Published, "reasonops.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            return await process.StandardOutput.ReadLineAsync(limit.Token) ?? "it ended without a word                ";
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(limit.Token);
        }
    }
}
