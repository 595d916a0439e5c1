using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class EngineCommandTests
{
    [Theory]
    [InlineData("-m embedded://algebra", "--model: there is no model \"algebra\"")]
    [InlineData("-m hf://owner/name", "--model: \"hf://owner/name\" cannot be started on one machine")]
    [InlineData("-m /no/such/folder", "/no/such/folder is not a folder")]
    [InlineData("-m embedded://arithmetic --kv-tokens 20", "--kv-tokens: 20 is below two blocks of 16 tokens")]
    [InlineData("-m embedded://arithmetic --threads -1", "--threads -1: must be from 0 to 1024")]
    [InlineData("-m embedded://arithmetic --device cuda", "--device cuda: this build of ONNX Runtime cannot use it")]
    [InlineData("-m embedded://arithmetic --drain -1", "--drain -1: must be from 0 to 172800")]
    [InlineData("-m embedded://arithmetic --url nowhere", "--url nowhere: is not an address to listen on")]
    public async Task What_it_cannot_serve_is_explained(string arguments, string says)
    {
        var ended = await Child.RunAsync(["engine", .. arguments.Split(' ')]);

        Assert.Equal((ExitCode.WrongInput, ""), (ended.Code, ended.Out));
        Assert.Contains(says, ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors);
    }

    [Fact]
    public async Task A_broken_model_is_refused_by_name()
    {
        using var scratch = new Scratch();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "config/models/arithmetic")))
            File.Copy(file, scratch.PathOf(Path.GetFileName(file)));
        scratch.Write("model.onnx", "no graph");

        var ended = await Child.RunAsync("engine", "-m", scratch.Folder, "--url", "http://127.0.0.1:0");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains("model.onnx cannot be loaded", ended.Errors);
    }

    [Theory]
    [InlineData(new string[0], "Required command was not provided.\nsee: reasonops --help")]
    [InlineData(new[] { "engin" }, "see: reasonops --help")]
    [InlineData(new[] { "engine" }, "Option '--model' is required.\nsee: reasonops engine --help")]
    public async Task A_command_line_that_is_not_understood_points_to_help(string[] arguments, string says)
    {
        var ended = await Child.RunAsync(arguments);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(says, ended.Errors);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("evaluate")]
    [InlineData("engine")]
    [InlineData("gateway")]
    [InlineData("probe", "http")]
    public async Task Help_has_an_example(string command, string first = "-")
    {
        var ended = await Child.RunAsync(command, "--help");

        Assert.Equal((ExitCode.Done, ""), (ended.Code, ended.Errors));
        Assert.Matches($"Example:\n +reasonops {command} {first}", ended.Out);
    }
}
