using System.IO.Compression;
using System.Text;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Rollouts.Tests.Problems;

public sealed class ProblemReaderTests
{
    [Fact]
    public async Task Gsm8k_has_its_answer_behind_the_hashes()
    {
        var (problems, bad) = await ReadAsync(ProblemFields.Gsm8k, """{"question":"How many?","answer":"5 * 9 = <<5*9=45>>45.\n#### 1,018"}""");
        Assert.Empty(bad);
        Assert.Equal(("1", "How many?", "1,018", "math"), (problems[0].Id, problems[0].Prompt, problems[0].Answer, problems[0].Ability));
        Assert.Equal("""{"type":"math","expected":"1,018"}""", problems[0].Check?.GetRawText());
    }

    [Fact]
    public async Task Math_has_its_answer_in_the_last_box()
    {
        var (problems, _) = await ReadAsync(ProblemFields.Math, """{"unique_id":"test/algebra/1","problem":"Find x.","solution":"So \\boxed{2}, no: \\boxed{\\frac{1}{2}}."}""");
        Assert.Equal(("test/algebra/1", @"\frac{1}{2}"), (problems[0].Id, problems[0].Answer));
    }

    [Fact]
    public async Task HumanEval_is_checked_by_its_tests()
    {
        var (problems, _) = await ReadAsync(ProblemFields.HumanEval,
            """{"task_id":"HumanEval/0","prompt":"def f(x):\n","entry_point":"f","canonical_solution":"  return x\n","test":"def check(candidate):\n  assert candidate(1) == 1\n"}""");
        Assert.Equal("code", problems[0].Ability);
        Assert.Null(problems[0].Answer);
        Assert.Equal("f", problems[0].Check?.GetProperty("tests").GetProperty("entry_point").GetString());
    }

    [Theory]
    [InlineData("[1]", "[1] is not an object")]
    [InlineData("{\"prompt\":", "is not JSON")]
    [InlineData("{\"answer\":\"1\"}", "prompt: is missing")]
    [InlineData("{\"prompt\":{\"a\":1}}", "prompt: {\"a\":1} is not a text")]
    [InlineData("{\"prompt\":\"1\",\"check\":7}", "check: 7 is not a check")]
    public async Task A_line_that_is_no_problem_is_told_and_the_others_are_read(string line, string mistake)
    {
        var (problems, bad) = await ReadAsync(ProblemFields.Plain, $$"""{"prompt":"1+1=","answer":2}""", line, """{"prompt":"1+2=","answer":"3"}""");
        Assert.Equal([1, 3], problems.Select(problem => problem.Number));
        Assert.Equal(2, Assert.Single(bad).Number);
        Assert.Contains(mistake, bad[0].Mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_is_read_as_what_is_in_it()
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) zip.Write("""{"prompt":"1+1=","answer":"2"}"""u8);
        zipped.Position = 0;
        Assert.Equal("1+1=", Assert.Single((await ReadAsync(ProblemFields.Plain, zipped, Partition.Whole)).Problems).Prompt);
    }

    [Fact]
    public async Task Workers_part_the_lines_among_them()
    {
        var text = string.Join('\n', Enumerable.Range(1, 10).Select(i => $$"""{"prompt":"{{i}}","answer":"{{i}}"}"""));
        var parts = new List<long>();
        for (var i = 0; i < 3; i++)
            parts.AddRange((await ReadAsync(ProblemFields.Plain, Stream(text), new Partition(i, 3))).Problems.Select(problem => problem.Number));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), parts.Order());
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_fills_memory() =>
        await Assert.ThrowsAsync<LineTooLongException>(() => ReadAsync(ProblemFields.Plain, new Endless(), Partition.Whole));

    private static Task<(List<Problem> Problems, List<BadProblem> Bad)> ReadAsync(ProblemFields fields, params string[] lines) =>
        ReadAsync(fields, Stream(string.Join('\n', lines)), Partition.Whole);

    private static async Task<(List<Problem> Problems, List<BadProblem> Bad)> ReadAsync(ProblemFields fields, Stream stream, Partition part)
    {
        var (problems, bad) = (new List<Problem>(), new List<BadProblem>());
        await foreach (var problem in new ProblemReader(fields, null, bad.Add).ReadAsync(stream, part, CancellationToken.None)) problems.Add(problem);
        return (problems, bad);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
