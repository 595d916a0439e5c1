using System.Text.Json;
using System.Text.RegularExpressions;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private const string Problems = """
        {"prompt": "2+3=", "answer": "5"}

        {"prompt": "12+7*8-5=", "answer": "63.0"}
        {"prompt": "9*3=", "answer": "27"}
        """;

    private static readonly string[] Fields =
    [
        "tenant", "strategy", "problems", "accuracy", "votesCast", "votesAsked", "reasoningTokens", "tokensSpent",
        "latencyP50Ms", "latencyP95Ms", "cost", "failed", "failure",
    ];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_tenant_has_a_row_and_the_file_has_the_same_as_camel_case_json()
    {
        var written = _scratch.PathOf("rows.json");

        var ended = await EvaluateAsync(Problems, "--full-votes", "research", "--out", written, "--parallel", "2");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(written));
        var rows = document.RootElement.EnumerateArray().ToArray();
        Assert.Equal(["free", "pro", "research", "research, every vote"], rows.Select(row => row.GetProperty("tenant").GetString()));
        Assert.All(rows, row => Assert.Equal(Fields, row.EnumerateObject().Select(field => field.Name)));
        Assert.All(rows, row => Assert.Equal((3, 0), (row.GetProperty("problems").GetInt32(), row.GetProperty("failed").GetInt32())));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("accuracy").GetDouble(), 0, 1));
        Assert.All(rows, row => Assert.True(row.GetProperty("latencyP50Ms").GetDouble() <= row.GetProperty("latencyP95Ms").GetDouble()));
        Assert.Equal(16, rows[3].GetProperty("votesCast").GetDouble());
        Assert.True(rows[2].GetProperty("tokensSpent").GetDouble() <= rows[3].GetProperty("tokensSpent").GetDouble());
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("cost").ValueKind);
        Assert.True(rows[1].GetProperty("cost").GetDecimal() > 0);
        // The table alone, a line a tenant however wide.
        Assert.All(rows, row => Assert.Matches($"(?m)^ +{row.GetProperty("tenant").GetString()} .*ms", ended.Out));
        Assert.DoesNotContain("ready", ended.Out);
        Assert.DoesNotMatch("rk-", ended.Out + ended.Errors);
    }

    [Fact]
    public async Task Json_output_is_json_alone()
    {
        var ended = await EvaluateAsync("""{"prompt": "2+3=", "answer": "5"}""", "-o", "json");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var document = JsonDocument.Parse(ended.Out);
        Assert.Equal(3, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task What_had_no_answer_fails_the_run_and_says_why()
    {
        var ended = await EvaluateAsync("""{"prompt": "what is seven?", "answer": "7"}""", "-o", "json");

        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Matches("(?m)^3 requests had no answer; the first: .*cannot read", ended.Errors);
        using var document = JsonDocument.Parse(ended.Out);
        Assert.All(document.RootElement.EnumerateArray(), row =>
            Assert.Equal((0, 1), (row.GetProperty("accuracy").GetDouble(), row.GetProperty("failed").GetInt32())));
    }

    [Fact]
    public async Task Every_bad_line_of_a_problem_file_is_named()
    {
        var ended = await EvaluateAsync("""
            {"prompt": "2+3=", "answer": "5"}
            {"prompt": "2+3="}
            null
            {"prompt": null, "answer": "5"}
            2+3=5
            {"prompt": "2+3=", "answer": 5}
            """);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Equal([2, 3, 4, 5, 6], Regex.Matches(ended.Errors, @"(?m)problems\.jsonl:(\d+)  is not ").Select(match => int.Parse(match.Groups[1].Value)));
    }

    [Fact]
    public async Task A_file_without_a_problem_is_refused() => await RefusedAsync("\n\n", [], "holds no problem");

    [Fact]
    public async Task A_tenant_that_is_not_there_cannot_be_compared_with() =>
        await RefusedAsync(Problems, ["--full-votes", "nobody"], "--full-votes nobody: there is no such tenant; known: free, pro, research");

    [Theory]
    [InlineData("--parallel", "0", "--parallel 0: must be from 1 to 256")]
    [InlineData("--out", "/no/such/folder/rows.json", "--out /no/such/folder/rows.json: there is no folder /no/such/folder")]
    public async Task An_option_that_cannot_be_is_explained_before_anything_starts(string option, string value, string says) =>
        await RefusedAsync(Problems, [option, value], says);

    [Fact]
    public async Task An_interrupt_ends_it()
    {
        var many = string.Join('\n', Enumerable.Repeat("""{"prompt": "12+7*8-5*3+44-2=", "answer": "96"}""", 20_000));
        await using var child = Child.Start("evaluate", "-f", Repository.Sample, "--problems", _scratch.Write("problems.jsonl", many));
        await Wait.UntilAsync(() => Task.FromResult(child.Errors.Contains("gateway  http")), "it did not start");

        await child.SignalAsync("INT");

        Assert.Equal(ExitCode.Interrupted, await child.EndAsync(TimeSpan.FromMinutes(1)));
        Assert.Empty(child.Out);
    }

    private async Task RefusedAsync(string problems, string[] more, string says)
    {
        var ended = await EvaluateAsync(problems, more);
        Assert.Equal((ExitCode.WrongInput, ""), (ended.Code, ended.Out));
        Assert.Contains(says, ended.Errors);
        Assert.DoesNotContain("ready", ended.Errors);
    }

    private Task<Ended> EvaluateAsync(string problems, params IEnumerable<string> more) =>
        Child.RunAsync(["evaluate", "-f", Repository.Sample, "--problems", _scratch.Write("problems.jsonl", problems), .. more]);
}
