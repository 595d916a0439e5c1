using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Completions;

namespace ReasonOps.Inference.Tests.Serving;

public sealed class CompletionTests : IAsyncLifetime
{
    private static readonly CompletionRequest Request = new()
    {
        Model = Served.Model, Prompt = TestModel.Hard, Seed = 1, N = 3, MaxTokens = 60, ReturnTokenIds = true,
    };

    private Served _server = null!;

    public async Task InitializeAsync() => _server = await Served.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whole_and_streamed_texts_of_one_seed_are_the_same(bool echo)
    {
        var request = Request with { Echo = echo };
        var whole = await _server.Complete(request);
        var chunks = await _server.StreamCompletion(request with { StreamOptions = new StreamOptions { IncludeUsage = true } });

        foreach (var choice in whole.Choices)
        {
            var parts = chunks.SelectMany(chunk => chunk.Choices).Where(part => part.Index == choice.Index).ToArray();
            Assert.Equal(choice.Text, string.Concat(parts.Select(part => part.Text)));
            Assert.Equal(choice.TokenIds!, parts.SelectMany(part => part.TokenIds!));
            Assert.Equal(choice.FinishReason, parts[^1].FinishReason);
            Assert.Equal(echo, choice.Text.StartsWith(TestModel.Hard, StringComparison.Ordinal));
        }
        Assert.Equal(whole.Usage, chunks[^1].Usage! with { PromptTokensDetails = whole.Usage!.PromptTokensDetails });
    }

    [Fact]
    public async Task The_text_is_all_that_was_sampled_but_the_end_mark()
    {
        var response = await _server.Complete(Request);

        foreach (var choice in response.Choices)
        {
            var all = string.Concat(choice.TokenIds!.Select(token => TestModel.Alphabet[token]));
            Assert.Equal(all.TrimEnd('$'), choice.Text);
            Assert.Equal(all.EndsWith('$') ? "stop" : "length", choice.FinishReason);
        }
        Assert.Equal(response.Choices.Sum(choice => choice.TokenIds!.Count), response.Usage!.CompletionTokens);
        Assert.Equal(TestModel.Hard.Length, response.Usage.PromptTokens);
        Assert.Equal(0, response.Usage.CompletionTokensDetails!.ReasoningTokens);
        Assert.Equal("text_completion", response.Object);
    }

    [Fact]
    public async Task Logprobs_are_four_lists_of_one_length_whole_and_streamed()
    {
        var request = Request with { N = 1, Logprobs = 20 };
        var whole = Assert.Single((await _server.Complete(request)).Choices);
        var parts = (await _server.StreamCompletion(request)).SelectMany(chunk => chunk.Choices).ToArray();

        var logprobs = whole.Logprobs!;
        Assert.Equal(whole.TokenIds!.Count, logprobs.Tokens.Count);
        Assert.Equal(logprobs.Tokens.Count, logprobs.TokenLogprobs.Count);
        Assert.Equal(logprobs.Tokens.Count, logprobs.TopLogprobs!.Count);
        Assert.Equal(Enumerable.Range(0, logprobs.Tokens.Count), logprobs.TextOffset);
        Assert.All(logprobs.TopLogprobs, top => Assert.Equal(1, top!.Values.Sum(Math.Exp), 1e-4));
        Assert.Equal(logprobs.Tokens, parts.SelectMany(part => part.Logprobs!.Tokens));
        Assert.Equal(logprobs.TextOffset, parts.SelectMany(part => part.Logprobs!.TextOffset));
    }

    [Fact]
    public async Task A_stop_text_ends_a_completion_and_leaves_its_siblings_alone()
    {
        var whole = await _server.Complete(Request);
        var stopped = await _server.Complete(Request with { Stop = ["=", "#"] });

        foreach (var (full, cut) in whole.Choices.Zip(stopped.Choices))
            Assert.Equal(full.Text.Split(['=', '#'])[0], cut.Text);
        await _server.Engine.UntilEmpty();
    }

    [Fact]
    public async Task A_completion_of_what_a_chat_thought_goes_on_as_the_chat_did()
    {
        var chat = (await _server.Client.ChatAsync(Served.Chat(TestModel.Hard) with { Temperature = 0 })).Choices[0];
        var completion = (await _server.Complete(Request with { N = 1, Temperature = 0, MaxTokens = 120 })).Choices[0];

        Assert.Equal(chat.TokenIds!, completion.TokenIds!);
    }
}
