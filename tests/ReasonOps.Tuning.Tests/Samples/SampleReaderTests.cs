using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Tests.Samples;

public sealed class SampleReaderTests
{
    [Fact]
    public async Task A_question_is_a_line_with_its_samples()
    {
        var question = Assert.Single(await Records.ReadAsync("""
            {"id":"q1","question":"7*9=","answer":"63","samples":[{"reasoning":"7*9=63;","content":"63","tokens":{"reasoning":8,"answer":2},"score":0.9,"scores":[1,0.5],"check":true,"seconds":1.5,"confidence":[3,4],"by":"somebody"},{"content":"64","answer":"64","tokens":12}]}
            """));

        Assert.Equal(("q1", "7*9=", "63", 2), (question.Id, question.Question, question.Answer, question.Samples.Count));
        var (right, wrong) = (question.Samples[0], question.Samples[1]);
        Assert.Equal(("7*9=63;", "63", "63", 8, 2, true), (right.Reasoning, right.Content, right.Answer, right.ReasoningTokens, right.AnswerTokens, right.IsRight));
        Assert.Equal((0.9, true, 1.5), (right.Outcome, right.Check, right.Seconds));
        Assert.Equal([1, 0.5], right.Process);
        Assert.Equal([3f, 4f], right.Confidences!);
        Assert.Equal(("64", 12, false, null), (wrong.Answer, wrong.Tokens, wrong.IsRight, wrong.Check));
    }

    [Fact]
    public async Task One_text_is_parted_where_its_thinking_ends()
    {
        var sample = (await Records.ReadAsync("""{"question":"q","answer":"63","samples":[{"text":"<think>\nhm</think>63","tokens":3}]}"""))[0].Samples[0];

        Assert.Equal(("\nhm", "63", true), (sample.Reasoning, sample.Content, sample.IsRight));
    }

    [Fact]
    public async Task Log_probabilities_become_confidences()
    {
        var sample = (await Records.ReadAsync("""{"question":"q","answer":"1","samples":[{"content":"1","tokens":2,"logprobs":[[-1,-3],[-0.5]]}]}"""))[0].Samples[0];

        Assert.Equal([2f, 0.5f], sample.Confidences!);
    }

    [Fact]
    public async Task What_was_thought_can_be_left_behind()
    {
        var sample = (await Records.ReadAsync("""{"question":"q","answer":"1","samples":[{"reasoning":"long","content":"1","tokens":2}]}""", keepReasoning: false))[0].Samples[0];

        Assert.Equal(("", "1", 2), (sample.Reasoning, sample.Content, sample.Tokens));
    }

    [Fact]
    public async Task Blank_lines_byte_order_marks_and_carriage_returns_are_skipped()
    {
        const string Line = """{"question":"q","answer":"1","samples":[{"content":"1","tokens":2}]}""";

        var questions = await Records.ReadAsync($"\uFEFF{Line}\r\n\r\n  \n{Line}");

        Assert.Equal(["line 1", "line 4"], questions.Select(question => question.Id));
    }

    [Theory]
    [InlineData("not json", "line 1  is not JSON")]
    [InlineData("[]", "line 1  is not a JSON object")]
    [InlineData("", "line 1  there is no question")]
    [InlineData("""{"answer":"1","samples":[{"tokens":1}]}""", "line 1  question: is missing")]
    [InlineData("""{"question":"q","answer":"1"}""", "line 1  samples: there must be one or more")]
    [InlineData("""{"question":"q","answer":"1","samples":7}""", "line 1  samples: 7 is not a list")]
    [InlineData("""{"question":"q","answer":"1","samples":["x"]}""", "line 1  samples[0]: \"x\" is not an object")]
    [InlineData("""{"question":"q","answer":"1","samples":[{"content":"1"}]}""", "line 1  samples[0].tokens: is missing")]
    [InlineData("""{"question":"q","answer":"1","samples":[{"tokens":{"reasoning":-4}}]}""", "line 1  samples[0].tokens.reasoning: -4 is not a whole number of 0 or more")]
    [InlineData("""{"question":"q","answer":"1","samples":[{"tokens":1},{"tokens":1,"score":7}]}""", "line 1  samples[1].score: 7 is not a number from 0 to 1")]
    [InlineData("""{"question":"q","answer":"1","samples":[{"tokens":1,"scores":[0,"a"]}]}""", "line 1  samples[0].scores[1]: \"a\" is not a number from 0 to 1")]
    [InlineData("""{"question":"q","answer":"1","samples":[{"tokens":1,"check":"yes"}]}""", "line 1  samples[0].check: \"yes\" is neither true nor false")]
    [InlineData("""{"question":"q","answer":"1","samples":[{"tokens":1,"logprobs":[-1]}]}""", "line 1  samples[0].logprobs[0]: -1 is not the list of")]
    [InlineData("""{"question":"q","samples":[{"tokens":1,"check":true},{"tokens":1}]}""", "line 1  answer: is missing, and samples[1] has no check")]
    public async Task A_mistake_is_told_with_its_line_and_field(string text, string told)
    {
        var error = await Assert.ThrowsAsync<InvalidSamplesException>(() => Records.ReadAsync(text));

        Assert.StartsWith(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once_as_far_as_the_limit()
    {
        var error = await Assert.ThrowsAsync<InvalidSamplesException>(() => Records.ReadAsync(string.Join('\n', Enumerable.Repeat("x", 9)), new SampleLimits(Errors: 5)));

        Assert.Equal([1, 2, 3, 4, 5], error.Errors.Select(each => each.Line));
    }

    [Fact]
    public async Task Two_questions_of_one_name_are_told()
    {
        const string Line = """{"id":"a","question":"q","answer":"1","samples":[{"content":"1","tokens":2}]}""";

        var error = await Assert.ThrowsAsync<InvalidSamplesException>(() => Records.ReadAsync($"{Line}\n{Line}"));

        Assert.Equal("line 2  id: \"a\" is that of line 1 too", error.Message);
    }

    [Theory]
    [InlineData(40, 10, 1L << 20, "is longer than 40 bytes")]
    [InlineData(1000, 2, 1L << 20, "there are more than 2 questions")]
    [InlineData(1000, 10, 1000, "takes what is kept above 0 MiB")]
    public async Task What_is_kept_has_bounds(int line, int questions, long kept, string told)
    {
        const string Line = """{"question":"q","answer":"1","samples":[{"content":"1","tokens":2}]}""";

        var error = await Assert.ThrowsAsync<InvalidSamplesException>(
            () => Records.ReadAsync(string.Join('\n', Enumerable.Repeat(Line, 5)), new SampleLimits(line, questions, KeptBytes: kept)));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_an_end_is_given_up_before_it_is_all_read()
    {
        using var endless = new Endless();

        await Assert.ThrowsAsync<InvalidSamplesException>(() => Records.Reader(new SampleLimits(LineBytes: 100_000)).ReadAsync(endless, CancellationToken.None));

        Assert.InRange(endless.Sent, 100_000, 10_000_000);
    }

    private sealed class Endless : MemoryStream
    {
        public long Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            Sent += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
