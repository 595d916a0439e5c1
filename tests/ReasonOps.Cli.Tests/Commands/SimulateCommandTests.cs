using System.Text.Json;
using System.Xml.Linq;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_trace_becomes_a_table()
    {
        var ended = await Child.RunAsync("simulate", "--trace", Trace(), "--policy", "reasonops", "static");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Contains("Llama-3.1-8B of 16 bits on 1 x L4", ended.Out);
        Assert.Matches(@"reasonops [01][.0-9]* +\d+\.\d\d % +\d", ended.Out);
        Assert.Contains("static 1", ended.Out);
    }

    [Fact]
    public async Task Json_is_json_alone_and_the_same_each_time()
    {
        string[] arguments = ["simulate", "--trace", Trace(), "--reasoning", "--policy", "reasonops", "--seed", "3", "-o", "json"];
        var (one, same) = (await Child.RunAsync(arguments), await Child.RunAsync(arguments));

        Assert.True(one.Code == ExitCode.Done, one.Errors);
        Assert.Equal(one.Out, same.Out);
        using var rows = JsonDocument.Parse(one.Out);
        Assert.Equal(200, rows.RootElement[0].GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task A_plot_is_an_svg()
    {
        var ended = await Child.RunAsync("simulate", "--trace", Trace(), "--policy", "static", "-o", "svg", "--model", "Qwen3-8B", "--accelerator", "L40S-48GB");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Equal("svg", XDocument.Parse(ended.Out).Root!.Name.LocalName);
        Assert.Contains("Qwen3-8B", ended.Out);
    }

    [Theory]
    [InlineData("give one of --trace and --load")]
    [InlineData("give one of --trace and --load", "--load", "bursts", "--trace", "x")]
    [InlineData("--load tides: is not known; there are diurnal, bursts, long-tail", "--load", "tides")]
    [InlineData("--policy vpa: is no policy; there are reasonops, hpa", "--load", "bursts", "--policy", "vpa")]
    [InlineData("--trace /no/such.csv: no such file", "--trace", "/no/such.csv")]
    [InlineData("give more --per-replica", "--load", "bursts", "--model", "DeepSeek-R1")]
    public async Task What_cannot_be_simulated_is_told(string message, params string[] arguments)
    {
        var ended = await Child.RunAsync(["simulate", .. arguments]);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(message, ended.Errors);
    }

    [Fact]
    public async Task A_line_that_is_no_request_is_named()
    {
        var ended = await Child.RunAsync("simulate", "--trace", _scratch.Write("bad.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,few,9\n"), "--policy", "static");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains("line 2: ContextTokens few must be a whole number", ended.Errors);
    }

    private string Trace() => _scratch.Write("trace.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n" + string.Concat(
        Enumerable.Range(0, 200).Select(i => $"2023-11-16 18:{15 + i / 60:00}:{i % 60:00}.5,{300 + i},{40 + i}\n")));
}
