using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class CrdsCommandTests
{
    private static readonly string[] Names = ["reasonops.io_reasoningservices.yaml", "reasonops.io_verifierpools.yaml", "reasonops.io_rolloutjobs.yaml"];

    [Fact]
    public async Task It_writes_what_is_in_the_repository_to_standard_output()
    {
        var ended = await Child.RunAsync("crds");

        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Equal(string.Join("---\n", await Task.WhenAll(Names.Select(KeptAsync))).TrimEnd(), ended.Out.TrimEnd());
    }

    [Fact]
    public async Task It_writes_files_into_a_folder_that_it_makes()
    {
        using var scratch = new Scratch();
        var folder = scratch.PathOf("new");

        var ended = await Child.RunAsync("crds", "--output", folder);

        Assert.Equal(ExitCode.Done, ended.Code);
        Assert.Equal(Names.Select(name => Path.Combine(folder, name)), ended.Out.Trim().Split('\n'));
        foreach (var name in Names)
            Assert.Equal(await KeptAsync(name), await File.ReadAllTextAsync(Path.Combine(folder, name)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_failure_without_a_stack_trace()
    {
        using var scratch = new Scratch();

        var ended = await Child.RunAsync("crds", "--output", scratch.Write("a-file", "x"));

        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Contains("a-file", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    private static Task<string> KeptAsync(string name) => File.ReadAllTextAsync(Path.Combine(Repository.Root, "crds", name));
}
