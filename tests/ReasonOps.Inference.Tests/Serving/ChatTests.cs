using System.Text.Json;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Inference.Tests.Serving;

public sealed class ChatTests : IAsyncLifetime
{
    private Served _server = null!;

    public async Task InitializeAsync() => _server = await Served.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Whole_and_streamed_answers_of_one_seed_are_the_same(int n)
    {
        var request = Served.Chat(TestModel.Hard) with { N = n, Logprobs = true, TopLogprobs = 2 };
        var whole = await _server.Client.ChatAsync(request);
        var chunks = await Stream(request with { StreamOptions = new StreamOptions { IncludeUsage = true } });

        Assert.Equal(Enumerable.Range(0, n), whole.Choices.Select(choice => choice.Index));
        foreach (var choice in whole.Choices)
        {
            var deltas = chunks.SelectMany(chunk => chunk.Choices).Where(delta => delta.Index == choice.Index).ToArray();
            Assert.Equal("assistant", deltas[0].Delta!.Role);
            Assert.All(deltas[1..], delta => Assert.Null(delta.Delta!.Role));
            Assert.Equal(choice.Message!.Reasoning, string.Concat(deltas.Select(delta => delta.Delta!.Reasoning)));
            Assert.Equal(choice.Message.Content, string.Concat(deltas.Select(delta => delta.Delta!.Content)));
            Assert.Equal(choice.TokenIds!, deltas.SelectMany(delta => delta.TokenIds!));
            Assert.Equal(choice.FinishReason, deltas[^1].FinishReason);
            Assert.All(deltas[..^1], delta => Assert.Null(delta.FinishReason));
            Assert.Equal(choice.TokenIds!.Count, deltas.Sum(delta => delta.Logprobs!.Content.Count));
        }
        Assert.All(chunks, chunk => Assert.Equal(chunk.Choices.Count, chunk.Choices.Select(choice => choice.Index).Distinct().Count()));
        Assert.Empty(chunks[^1].Choices);
        Assert.Equal(whole.Usage!.CompletionTokens, chunks[^1].Usage!.CompletionTokens);
        Assert.Equal(whole.Usage.CompletionTokensDetails, chunks[^1].Usage!.CompletionTokensDetails);
        Assert.Single(chunks.Select(chunk => chunk.Id).Distinct());
    }

    [Fact]
    public async Task A_stream_has_no_usage_unless_asked() =>
        Assert.All(await Stream(Served.Chat("1+1=")), chunk => Assert.Null(chunk.Usage));

    [Fact]
    public async Task Every_chunk_counts_the_tokens_so_far_when_asked()
    {
        var chunks = await Stream(Served.Chat("12+3=") with { N = 3, StreamOptions = new StreamOptions { ContinuousUsageStats = true } });

        var sent = 0;
        foreach (var chunk in chunks) Assert.Equal(sent += chunk.Choices.Sum(choice => choice.TokenIds!.Count), chunk.Usage!.CompletionTokens);
        Assert.True(sent >= 3);
    }

    [Fact]
    public async Task Choice_i_is_the_one_choice_of_seed_plus_i()
    {
        var three = await _server.Client.ChatAsync(Served.Chat(TestModel.Hard, seed: 50) with { N = 3 });

        for (var i = 0; i < 3; i++)
        {
            var one = Assert.Single((await _server.Client.ChatAsync(Served.Chat(TestModel.Hard, seed: 50 + i))).Choices);
            Assert.Equal(one.Message, three.Choices[i].Message);
            Assert.Equal(one.TokenIds!, three.Choices[i].TokenIds!);
        }
    }

    [Fact]
    public async Task Usage_counts_the_tokens_that_were_sent()
    {
        var response = await _server.Client.ChatAsync(Served.Chat("12+3=") with { N = 4 });

        Assert.Equal(5, response.Usage!.PromptTokens);
        Assert.Equal(response.Choices.Sum(choice => choice.TokenIds!.Count), response.Usage.CompletionTokens);
        Assert.Equal(response.Usage.PromptTokens + response.Usage.CompletionTokens, response.Usage.TotalTokens);
        Assert.Equal(response.Choices.Sum(choice => choice.Message!.Reasoning!.Length), response.Usage.CompletionTokensDetails!.ReasoningTokens);
        Assert.Equal(0, response.Usage.PromptTokensDetails!.CachedTokens);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(6)]
    public async Task Thinking_and_answer_are_apart_and_their_marks_in_neither(int? budget)
    {
        var response = await _server.Client.ChatAsync(Served.Chat(TestModel.Hard) with { N = 8, ThinkingTokenBudget = budget });

        foreach (var choice in response.Choices)
        {
            var (reasoning, content) = (choice.Message!.Reasoning!, choice.Message.Content!);
            var all = string.Concat(choice.TokenIds!.Select(token => TestModel.Alphabet[token]));
            Assert.DoesNotContain('#', reasoning);
            Assert.DoesNotContain('$', reasoning + content);
            Assert.Equal(all.TrimEnd('$'), all.Contains('#', StringComparison.Ordinal) ? $"{reasoning}#{content}" : reasoning);
            Assert.Equal(all.EndsWith('$') ? "stop" : "length", choice.FinishReason);
            Assert.InRange(reasoning.Length, 0, budget ?? int.MaxValue);
        }
    }

    [Fact]
    public async Task Logprobs_come_for_every_token_up_to_the_whole_alphabet()
    {
        var response = await _server.Client.ChatAsync(Served.Chat("12+3=") with { Logprobs = true, TopLogprobs = 20 });

        var choice = Assert.Single(response.Choices);
        Assert.Equal(choice.TokenIds!.Select(token => TestModel.Alphabet[token].ToString()), choice.Logprobs!.Content.Select(token => token.Token));
        Assert.All(choice.Logprobs.Content, token =>
        {
            Assert.InRange(token.Logprob, -100, 0);
            Assert.Equal(TestModel.Alphabet.Length - 1, token.TopLogprobs!.Count); // all but the one never sampled
            Assert.Equal(1, token.TopLogprobs.Sum(top => Math.Exp(top.Logprob)), 1e-4);
            Assert.Equal(token.Logprob, token.TopLogprobs.Single(top => top.Token == token.Token).Logprob);
            Assert.Equal([token.Token[0]], token.Bytes!);
        });
    }

    [Theory]
    [InlineData(";")]
    [InlineData("1", "5")]
    [InlineData("=", "+", "-", "*")]
    [InlineData("12+", "+12", "1=")]
    public async Task A_stop_text_ends_an_answer_before_it(params string[] stops)
    {
        var request = Served.Chat(TestModel.Hard) with { N = 6 };
        var whole = await _server.Client.ChatAsync(request);
        var stopped = await _server.Client.ChatAsync(request with { Stop = stops });
        var chunks = await Stream(request with { Stop = stops });

        foreach (var (full, cut) in whole.Choices.Zip(stopped.Choices))
        {
            var (reasoning, content) = (Cut(full.Message!.Reasoning!, stops), Cut(full.Message.Content!, stops));
            var inReasoning = reasoning.Length < full.Message.Reasoning!.Length;
            Assert.Equal(reasoning, cut.Message!.Reasoning);
            Assert.Equal(inReasoning ? "" : content, cut.Message.Content);
            Assert.Equal(inReasoning || content.Length < full.Message.Content!.Length ? "stop" : full.FinishReason, cut.FinishReason);
            var deltas = chunks.SelectMany(chunk => chunk.Choices).Where(choice => choice.Index == cut.Index).ToArray();
            Assert.Equal(cut.Message.Reasoning, string.Concat(deltas.Select(delta => delta.Delta!.Reasoning)));
            Assert.Equal(cut.Message.Content, string.Concat(deltas.Select(delta => delta.Delta!.Content)));
        }
        Assert.Equal(stopped.Choices.Sum(choice => choice.TokenIds!.Count), stopped.Usage!.CompletionTokens);
        await _server.Engine.UntilEmpty();
    }

    [Theory]
    [InlineData(";")]
    [InlineData("=", "12+")]
    [InlineData("5;", ";")]
    public async Task A_stop_text_that_is_to_be_included_is_the_end_of_the_answer(params string[] stops)
    {
        var request = Served.Chat(TestModel.Hard) with { N = 6 };
        var whole = await _server.Client.ChatAsync(request);
        var stopped = await _server.Client.ChatAsync(request with { Stop = stops, IncludeStopStrInOutput = true });
        var chunks = await Stream(request with { Stop = stops, IncludeStopStrInOutput = true });

        foreach (var (full, cut) in whole.Choices.Zip(stopped.Choices))
        {
            var reasoning = Through(full.Message!.Reasoning!, stops);
            Assert.Equal(reasoning, cut.Message!.Reasoning);
            if (stops.Any(reasoning.EndsWith)) Assert.Equal(("", "stop"), (cut.Message.Content, cut.FinishReason));
            else Assert.Equal(Through(full.Message.Content!, stops), cut.Message.Content);
            var deltas = chunks.SelectMany(chunk => chunk.Choices).Where(choice => choice.Index == cut.Index).ToArray();
            Assert.Equal(cut.Message.Reasoning, string.Concat(deltas.Select(delta => delta.Delta!.Reasoning)));
        }
        Assert.Contains(stopped.Choices, choice => stops.Any(choice.Message!.Reasoning!.EndsWith));
        await _server.Engine.UntilEmpty();
    }

    [Fact]
    public async Task Thinking_that_is_gone_on_with_step_by_step_is_what_it_would_have_been_and_its_beginning_is_cached()
    {
        var request = Served.Chat(TestModel.Hard) with { Temperature = 0 };
        var whole = Assert.Single((await _server.Client.ChatAsync(request)).Choices).Message!;
        var (thought, cached, last) = ("", 0, (ChatMessage?)null);
        for (var steps = 0; last is not { Content.Length: > 0 } && steps < 50; steps++)
        {
            var stepping = request with { Stop = [";"], IncludeStopStrInOutput = true, ContinueFinalMessage = true };
            var response = await _server.Client.ChatAsync(stepping with { Messages = [.. request.Messages!, new() { Role = "assistant", Reasoning = thought }] });
            last = Assert.Single(response.Choices).Message!;
            thought += last.Reasoning;
            cached = response.Usage!.PromptTokensDetails!.CachedTokens;
        }

        Assert.Equal((whole.Reasoning, whole.Content), (thought, last?.Content));
        Assert.InRange(cached, 1, TestModel.Hard.Length + thought.Length);
    }

    [Fact]
    public async Task Chains_that_go_on_from_one_thought_differ_and_are_those_of_their_seeds()
    {
        var request = Served.Chat(TestModel.Hard, seed: 50) with
        {
            Messages = [new() { Role = "user", Content = TestModel.Hard }, new() { Role = "assistant", Reasoning = "7*8=" }],
            ContinueFinalMessage = true,
            Temperature = 2,
        };
        var many = await _server.Client.ChatAsync(request with { N = 8 });
        var third = await _server.Client.ChatAsync(request with { Seed = 52 });

        Assert.Equal(many.Choices[2].Message, third.Choices[0].Message);
        Assert.True(many.Choices.Select(choice => choice.Message!.Reasoning).Distinct().Count() > 1);
    }

    [Fact]
    public async Task A_continued_message_goes_on_as_it_would_have_without_the_cut()
    {
        var request = Served.Chat(TestModel.Hard) with { Temperature = 0, MaxTokens = null };
        var whole = Assert.Single((await _server.Client.ChatAsync(request)).Choices);
        var (reasoning, content) = (whole.Message!.Reasoning!, whole.Message.Content!);

        foreach (var cut in (int[])[0, 1, reasoning.Length / 2, reasoning.Length])
        {
            var rest = await Continued(request, new ChatMessage { Role = "assistant", Reasoning = reasoning[..cut] });
            Assert.Equal((reasoning[cut..], content), (rest.Message!.Reasoning, rest.Message.Content));
            Assert.Equal(whole.TokenIds!.Skip(cut), rest.TokenIds!);
        }
        foreach (var cut in (int[])[0, content.Length])
        {
            var rest = await Continued(request, new ChatMessage { Role = "assistant", ReasoningContent = reasoning, Content = content[..cut] });
            Assert.Equal(("", content[cut..]), (rest.Message!.Reasoning, rest.Message.Content));
            Assert.Equal(whole.FinishReason, rest.FinishReason);
        }
    }

    [Fact]
    public async Task The_last_of_several_user_messages_is_answered_and_text_parts_are_one_text()
    {
        var alone = await _server.Client.ChatAsync(Served.Chat("7*8="));
        var body = """
            {"seed": 1, "max_tokens": 120, "messages": [{"role": "system", "content": "any text"}, {"role": "user", "content": "1+1="},
            {"role": "assistant", "content": "2"}, {"role": "user", "content": [{"type": "text", "text": " 7*"}, {"type": "text", "text": "8= "}]}]}
            """;

        using var response = await _server.Send("/v1/chat/completions", body);
        var several = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), OpenAiJson.Default.ChatResponse)!;

        Assert.Equal(alone.Choices[0].Message, several.Choices[0].Message);
        Assert.Equal(4, several.Usage!.PromptTokens);
    }

    [Fact]
    public async Task Without_a_seed_answers_differ()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _server.Client.ChatAsync(Served.Chat(TestModel.Hard) with { Seed = null })));

        Assert.True(answers.Select(answer => answer.Choices[0].Message).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Arithmetic_is_sent_as_it_reads()
    {
        using var response = await _server.Send("/v1/chat/completions", """{"seed": 1, "messages": [{"role": "user", "content": "12+3*4="}], "logprobs": true, "top_logprobs": 20}""");

        Assert.Contains("\"token\":\"+\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<ChatChoice> Continued(ChatRequest request, ChatMessage last) => Assert.Single((await _server.Client.ChatAsync(
        request with { Messages = [.. request.Messages!, last], ContinueFinalMessage = true })).Choices);

    private async Task<List<ChatResponse>> Stream(ChatRequest request)
    {
        var chunks = new List<ChatResponse>();
        await foreach (var chunk in _server.Client.StreamChatAsync(request)) chunks.Add(chunk);
        return chunks;
    }

    private static string Through(string text, string[] stops) =>
        text[..stops.Where(text.Contains).Select(stop => text.IndexOf(stop, StringComparison.Ordinal) + stop.Length).DefaultIfEmpty(text.Length).Min()];

    private static string Cut(string text, string[] stops) =>
        text[..stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(text.Length).Min()];
}
