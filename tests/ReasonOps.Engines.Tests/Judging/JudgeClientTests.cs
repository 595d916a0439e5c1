using System.Text.Json;
using ReasonOps.Engines.Judging;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Judging;

namespace ReasonOps.Engines.Tests.Judging;

public sealed class JudgeClientTests
{
    private static readonly ChatRequest Question = new() { Messages = [new ChatMessage { Role = "user", Content = "12+7*8-5=" }] };

    [Theory]
    [InlineData("A adds before it multiplies.\nBetter: B", 1)]
    [InlineData("Better: A", 0)]
    [InlineData("**Better:** A", 0)]
    [InlineData("Better: answer B.", 1)]
    [InlineData("At first, Better: A. No: 7*8 is 56.\n\nbetter: \"B\"", 1)]
    [InlineData("Both are right.\nBetter: neither", null)]
    public async Task The_last_word_of_the_judge_counts(string said, int? preferred)
    {
        using var judge = new Replies((200, Completion(said)));

        Assert.Equal(new Comparison(0, 2, preferred is { } first ? first * 2 : null, Tokens: 7), await Compare(judge, 0, 2));
    }

    [Fact]
    public async Task Every_other_pair_is_shown_the_other_way_round()
    {
        using var judge = new Replies((200, Completion("Better: A")));

        Assert.Equal(0, (await Compare(judge, 0, 2)).Preferred);
        Assert.Equal(1, (await Compare(judge, 0, 1)).Preferred);

        var shown = judge.Asked.Select(asked => JsonElement.Parse(asked.Body).GetProperty("messages")[1].GetProperty("content").GetString()!).ToArray();
        Assert.True(shown[0].IndexOf("says 0", StringComparison.Ordinal) < shown[0].IndexOf("says 2", StringComparison.Ordinal));
        Assert.True(shown[1].IndexOf("says 1", StringComparison.Ordinal) < shown[1].IndexOf("says 0", StringComparison.Ordinal));
        Assert.All(shown, text => Assert.Contains("12+7*8-5=", text, StringComparison.Ordinal));
        Assert.All(judge.Asked, asked => Assert.Equal(("http://judge/v1/chat/completions", "jk"), (asked.Url, asked.Key)));
    }

    [Theory]
    [InlineData(200, "I cannot say.", "the judge did not say which is better")]
    [InlineData(503, "busy", "the judge answered 503")]
    [InlineData(0, "", "the judge could not be asked: there was no connection")]
    public async Task A_judge_that_does_not_say_prefers_neither(int status, string said, string why)
    {
        using var judge = new Replies((status, status == 200 ? Completion(said) : $$$"""{"error":{"message":"{{{said}}}"}}"""));

        var comparison = await Compare(judge, 0, 1);

        Assert.Null(comparison.Preferred);
        Assert.Equal(why, comparison.Missing);
    }

    private static async Task<Comparison> Compare(Replies judge, int left, int right) =>
        await new JudgeClient(new HttpClient(judge), new Uri("http://judge/v1"), "j", "jk").For(Question)
            .CompareAsync(Chain(left), Chain(right), CancellationToken.None);

    private static Chain Chain(int index) => new() { Index = index, Content = $"chain says {index}" };

    private static string Completion(string said) =>
        $$"""{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(said)}} } }],"usage":{"completion_tokens":7} }""";
}
