using System.Text.RegularExpressions;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Docker;

/// <summary>What can be said of the image without a container engine.</summary>
public sealed class DockerfileTests
{
    private static readonly IReadOnlyList<Instruction> Instructions = Dockerfile.Read();

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        var linter = Repository.PathOf("node_modules", "dockerfile-utils", "bin", "dockerfile-utils");

        var result = await Program.RunAsync("node", linter, "lint", Dockerfile.Path);

        Assert.Equal((0, ""), (result.Code, result.Out + result.Errors));
    }

    [Fact]
    public async Task The_linter_finds_what_is_wrong()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "FROM scratch\nENTRIPOINT [\"x\"]\n");

        var result = await Program.RunAsync("node", Repository.PathOf("node_modules", "dockerfile-utils", "bin", "dockerfile-utils"), "lint", file);

        File.Delete(file);
        Assert.Contains("Unknown instruction: ENTRIPOINT", result.Out + result.Errors);
    }

    [Fact]
    public void Every_stage_has_a_name_and_is_used()
    {
        var froms = Instructions.Where(one => one.Word == "FROM").ToList();
        var names = froms.ConvertAll(from => Assert.IsType<string>(from.Arguments is [_, "AS", var name] ? name : null));
        var used = froms.Select(from => from.Arguments[0])
            .SelectMany(image => image.Contains("$TARGETARCH") ? new[] { "amd64", "arm64" }.Select(arch => image.Replace("$TARGETARCH", arch)) : [image])
            .Concat(Instructions.Where(one => one.Word == "COPY").Select(copy => copy.Flags.GetValueOrDefault("from", "")));

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(["verifier", "reasonops"], names.Except(used));
    }

    [Fact]
    public void Stages_that_only_make_files_run_on_the_machine_that_builds()
    {
        foreach (var from in Instructions.Where(one => one.Word == "FROM" && one.Arguments[^1] is "packages" or "build"))
            Assert.Equal("$BUILDPLATFORM", from.Flags["platform"]);
        Assert.Empty(Instructions.Last(one => one.Word == "FROM").Flags);
    }

    [Fact]
    public void What_is_copied_is_there_and_let_through()
    {
        var sources = Instructions.Where(one => one.Word == "COPY" && !one.Flags.ContainsKey("from")).SelectMany(copy => copy.Arguments.SkipLast(1)).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Repository.PathOf(source)), $"{source} is not there"));
        Assert.All(sources, source => Assert.True(DockerIgnore.LetsThrough(source) || Directory.Exists(Repository.PathOf(source)) && DockerIgnore.LetsThrough($"{source}/any.cs"), source));
    }

    [Theory]
    [InlineData("src/ReasonOps.Cli/Program.cs", true)]
    [InlineData("config/models/arithmetic/model.onnx", true)]
    [InlineData("config/models/recipe/train.py", false)]
    [InlineData("src/ReasonOps.Cli/bin/Release/net10.0/reasonops.dll", false)]
    [InlineData("src/ReasonOps.Cli/obj/project.assets.json", false)]
    [InlineData("node_modules/openai/package.json", false)]
    [InlineData(".git/config", false)]
    [InlineData("tests/Directory.Build.props", false)]
    public void The_build_is_given_what_it_needs_and_no_more(string path, bool given) => Assert.Equal(given, DockerIgnore.LetsThrough(path));

    [Fact]
    public void The_image_runs_as_a_number_that_is_not_root_without_a_shell()
    {
        var last = Instructions.Skip(Instructions.ToList().FindLastIndex(one => one.Word == "FROM")).ToList();

        Assert.EndsWith("-chiseled", last[0].Arguments[0]);
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", Assert.Single(last, one => one.Word == "USER").Text);
        Assert.StartsWith("[\"dotnet\"", Assert.Single(last, one => one.Word == "ENTRYPOINT").Text);
        // Nothing could run it.
        Assert.DoesNotContain(last, one => one.Word is "RUN" or "CMD" or "HEALTHCHECK");
    }

    [Fact]
    public void Images_are_named_with_the_versions_that_the_project_is_built_with()
    {
        var images = Instructions.Where(one => one.Word == "FROM").Select(one => one.Arguments[0]).Where(image => image.Contains('/')).ToList();

        Assert.All(images, image => Assert.Matches($@":{Environment.Version.Major}\.0(-|$)", image));
        Assert.DoesNotContain(Instructions, one => one.Word == "FROM" && one.Arguments[0].EndsWith(":latest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_native_library_of_arm64_is_of_the_release_that_amd64_has()
    {
        var run = Instructions.Single(one => one.Word == "RUN" && one.Text.Contains("npm pack")).Text;
        var version = Regex.Match(run, @"onnxruntime-node@(\d+\.\d+\.\d+)").Groups[1].Value;
        var library = await File.ReadAllBytesAsync(
            Repository.PathOf("node_modules", "com.github.asus4.onnxruntime", "Plugins", "Linux", "x64", "libonnxruntime.so"));

        Assert.True(library.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes($"VERS_{version}\0")) > 0, $"amd64 has not {version}");
    }
}
