using System.Text.Json;
using System.Xml.Linq;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class TuneCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task It_recommends_a_setting_and_writes_the_curve_the_plot_and_the_yaml()
    {
        var folder = _scratch.PathOf("tuned");

        var ended = await Child.RunAsync("tune", "--samples", Record(), "--target-accuracy", "0.8", "--out", folder);

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Contains("8 questions, 48 samples", ended.Out);
        Assert.Matches(@"coverage +pass@1 0\.\d\d +pass@2", ended.Out);
        Assert.Matches(@"(?m)^recommended  \w+", ended.Out);
        Assert.Contains("only 8 questions", ended.Out);
        Assert.Equal("svg", XDocument.Load(Path.Combine(folder, "curve.svg")).Root!.Name.LocalName);
        using var curve = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "curve.json")));
        Assert.True(curve.RootElement.GetProperty("recommendation").GetProperty("met").GetBoolean());
        Assert.All(curve.RootElement.GetProperty("curve").EnumerateArray(), row => Assert.InRange(row.GetProperty("accuracy").GetDouble(), row.GetProperty("low").GetDouble() - 1e-9, row.GetProperty("high").GetDouble() + 1e-9));
        Assert.Contains(await File.ReadAllTextAsync(Path.Combine(folder, "strategy.yaml")), string.Join('\n', ended.Out.Split('\n').Select(line => line.StartsWith("  ", StringComparison.Ordinal) ? line[2..] : line)) + "\n");
    }

    [Fact]
    public async Task Json_output_is_json_alone_and_the_plot_goes_where_it_is_asked_for()
    {
        var svg = _scratch.PathOf("plot.svg");

        var ended = await Child.RunAsync("tune", "--samples", Record(), "--max-tokens", "100", "--svg", svg, "-o", "json");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var result = JsonDocument.Parse(ended.Out);
        Assert.InRange(result.RootElement.GetProperty("recommendation").GetProperty("chosen").GetProperty("tokens").GetDouble(), 1, 100);
        Assert.True(File.Exists(svg));
    }

    [Fact]
    public async Task A_goal_that_nothing_meets_fails_with_the_nearest()
    {
        var ended = await Child.RunAsync("tune", "--samples", Record(), "--max-tokens", "2");

        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Contains("nearest  SingleChain", ended.Out);
        Assert.Matches("--max-tokens 2: every setting takes more, SingleChain takes 1[0-9]", ended.Errors);
    }

    [Theory]
    [InlineData("give one of --target-accuracy and --max-tokens")]
    [InlineData("give one of --target-accuracy and --max-tokens", "--target-accuracy", "0.9", "--max-tokens", "9")]
    [InlineData("--target-accuracy 92: must be from 0 to 1; write 92 % as 0.92", "--target-accuracy", "92")]
    [InlineData("there is no folder /no/such", "--max-tokens", "9", "--svg", "/no/such/plot.svg")]
    [InlineData("--answer-format Boxes: kind: \"Boxes\" is not an answer format", "--max-tokens", "9", "--answer-format", "Boxes")]
    public async Task A_wrong_option_is_told(string told, params string[] options)
    {
        var ended = await Child.RunAsync(["tune", "--samples", Record(), .. options]);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(told, ended.Errors);
    }

    [Fact]
    public async Task Every_bad_line_of_the_record_is_told_with_its_place()
    {
        var file = _scratch.Write("bad.jsonl", "{\"question\":\"q\",\"answer\":\"1\",\"samples\":[{\"tokens\":-1}]}\nnot json\n");

        var ended = await Child.RunAsync("tune", "--samples", file, "--max-tokens", "9");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains($"{file}:1  samples[0].tokens: -1 is not a whole number of 0 or more", ended.Errors);
        Assert.Contains($"{file}:2  is not JSON", ended.Errors);
    }

    /// <summary>Eight questions of which six samples each are right two times of three.</summary>
    private string Record() => _scratch.Write("samples.jsonl", string.Join('\n', Enumerable.Range(0, 8).Select(question =>
    {
        var samples = Enumerable.Range(0, 6).Select(i =>
            $$$"""{"content":"{{{((i + question) % 3 > 0 ? 1 : 2 + i)}}}","tokens":{"reasoning":{{{10 + i}}},"answer":1}}""");
        return $$"""{"id":"q{{question}}","question":"?","answer":"1","samples":[{{string.Join(',', samples)}}]}""";
    })));
}
