using System.Text.Json;
using ReasonOps.Gateway.Chat;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class StreamedAnswerTests : IAsyncLifetime
{
    private const string Ask = """{"model":"math","messages":[{"role":"user","content":"12+7*8-5="}],"stream":true}""";
    private static readonly string AskWithUsage = Ask[..^1] + ",\"stream_options\":{\"include_usage\":true}}";

    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_stream_is_role_then_reasoning_then_answer_then_finish_then_done()
    {
        var chunks = await ChunksAsync(Ask);

        Assert.Equal("assistant", Delta(chunks[0]).GetProperty("role").GetString());
        Assert.Equal("7*8=56;12+56=68;68-5=63;", Text(chunks, "reasoning"));
        Assert.Equal("63", Text(chunks, "content"));
        var said = chunks.FindIndex(chunk => Of(chunk, "content") is { Length: > 0 });
        Assert.True(said > chunks.FindLastIndex(chunk => Of(chunk, "reasoning") is not null));
        Assert.Equal("stop", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.All(chunks[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("choices")[0].GetProperty("finish_reason").ValueKind));
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
    }

    [Fact]
    public async Task The_last_chunk_says_how_the_answer_was_reached_whether_or_not_usage_was_asked_for()
    {
        var without = await ChunksAsync(Ask);
        var with = await ChunksAsync(AskWithUsage);

        Assert.DoesNotContain(without, chunk => chunk.TryGetProperty("usage", out _));
        Assert.Equal("SingleChain", without[^1].GetProperty("reasonops").GetProperty("strategy").GetString());
        Assert.Empty(with[^1].GetProperty("choices").EnumerateArray());
        Assert.Equal(5, with[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal("SingleChain", with[^1].GetProperty("reasonops").GetProperty("strategy").GetString());
    }

    [Fact]
    public async Task A_vote_streams_the_leading_chains_reasoning_and_the_winners_answer()
    {
        _gateway.Engine.Scripts = seed => seed == 1000 ? new Script(["7*8=54;"], ["6", "1"]) : Script.Sum;

        var chunks = await ChunksAsync(Ask, "rk-pro");

        Assert.Equal("7*8=54;", Text(chunks, "reasoning"));
        Assert.Equal("63", Text(chunks, "content"));
    }

    [Fact]
    public async Task Text_of_any_script_and_quotes_arrives_as_it_was()
    {
        _gateway.Engine.Scripts = _ => new Script(["\"π≈3\"\n\\frac{1}{2} "], ["naïve 日本 🎲 <b>&amp;</b>", " 7"]);

        var chunks = await ChunksAsync(Ask);

        Assert.Equal("\"π≈3\"\n\\frac{1}{2} ", Text(chunks, "reasoning"));
        Assert.Equal("naïve 日本 🎲 <b>&amp;</b> 7", Text(chunks, "content"));
    }

    [Fact]
    public async Task The_first_thought_is_on_its_way_before_the_second_is_there()
    {
        var gate = new SemaphoreSlim(1);
        _gateway.Engine.Pace = gate.WaitAsync;
        using var response = await _gateway.PostAsync(Ask);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Contains("assistant", await LineAsync(lines));
        Assert.Contains("7*8=56;", await LineAsync(lines));
        gate.Release(10);
        Assert.Contains("12+56=68;", await LineAsync(lines));
    }

    [Fact]
    public async Task A_silent_stream_sends_a_comment_every_ten_seconds()
    {
        var time = new FakeTime();
        await using var gateway = await TestGateway.StartAsync(
            snapshot => snapshot with { Tenants = [TestGateway.Free with { DeadlineSeconds = 3600 }] }, (options, _) => options with { Time = time });
        var gate = new SemaphoreSlim(0);
        gateway.Engine.Pace = gate.WaitAsync;
        var asking = gateway.PostAsync(Ask);
        await Wait.UntilAsync(() => gateway.Engine.Running > 0, "the engine has the chain");
        var asked = time.GetUtcNow();

        await Wait.UntilAsync(() => { time.Advance(TimeSpan.FromMilliseconds(500)); return asking.IsCompleted; }, "the response has begun");

        Assert.True(time.GetUtcNow() - asked >= TimeSpan.FromSeconds(10));
        using var response = await asking;
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("assistant", await LineAsync(lines));
        Assert.Equal(": keep-alive", await LineAsync(lines));
        gate.Release(100);
        string line;
        while ((line = await LineAsync(lines)) == ": keep-alive") { }
        Assert.Contains("7*8=56;", line);
    }

    [Fact]
    public async Task A_stream_that_waits_for_room_sends_comments_until_there_is_some()
    {
        await using var full = await FullGateway.StartAsync();
        var (waiting, whole) = (full.Gateway.PostAsync(Ask), full.Gateway.PostAsync(TestGateway.Ask));
        await full.KeepAliveAsync();
        using var response = await waiting;
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Contains("assistant", await LineAsync(lines));
        Assert.Equal(": keep-alive", await LineAsync(lines));
        Assert.Single(full.Gateway.Engine.Requests);
        Assert.False(whole.IsCompleted);
        full.Gate.Release(1000);
        var rest = await lines.ReadToEndAsync();
        Assert.Contains("7*8=56;", rest);
        Assert.DoesNotContain("assistant", rest);
        Assert.EndsWith("data: [DONE]\n\n", rest);
        using var answer = await whole;
        Assert.Equal("63", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_stream_that_fails_after_its_wait_for_room_says_so_in_its_last_event()
    {
        await using var full = await FullGateway.StartAsync();
        var waiting = full.Gateway.PostAsync(Ask);
        await full.KeepAliveAsync();
        using var response = await waiting;

        full.Gateway.Engine.Refuses = 500;
        full.Gate.Release(1000);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        var last = text.Split("data: ", StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal("server_error", JsonElement.Parse(last).GetProperty("error").GetProperty("type").GetString());
    }

    /// <summary>Its engine has room for one request, and has one, held at a gate.</summary>
    private sealed record FullGateway(TestGateway Gateway, FakeTime Time, SemaphoreSlim Gate, Task<HttpResponseMessage> Held) : IAsyncDisposable
    {
        public static async Task<FullGateway> StartAsync()
        {
            var (time, gate) = (new FakeTime(), new SemaphoreSlim(0));
            var gateway = await TestGateway.StartAsync(
                snapshot => snapshot with
                {
                    Engines = snapshot.Engines with { KeyValueTokens = 40 },
                    Tenants = [TestGateway.Free with { DeadlineSeconds = 3600 }],
                },
                (options, _) => options with { Time = time });
            gateway.Engine.Pace = gate.WaitAsync;
            var held = gateway.PostAsync(Ask);
            await Wait.UntilAsync(() => gateway.Engine.Running > 0, "the engine is full");
            return new(gateway, time, gate, held);
        }

        /// <summary>Once the stream held and the one that waits both count the time: moves it once, so that no look at the engine's health seems to have taken long.</summary>
        public async Task KeepAliveAsync()
        {
            await Wait.UntilAsync(() => Time.DueIn(StreamedAnswer.KeepAlive) >= 2, "two streams wait");
            Time.Advance(StreamedAnswer.KeepAlive);
        }

        public async ValueTask DisposeAsync()
        {
            Gate.Release(1000);
            (await Held).Dispose();
            await Gateway.DisposeAsync();
            Gate.Dispose();
        }
    }

    [Fact]
    public async Task An_engine_that_fails_before_the_first_token_is_a_true_503()
    {
        _gateway.Engine.Refuses = 500;

        using var response = await _gateway.PostAsync(Ask);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task An_engine_that_fails_later_ends_the_stream_with_an_error_event()
    {
        _gateway.Engine.CutAfter = 1;

        using var response = await _gateway.PostAsync(Ask);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.DoesNotContain("data: [DONE]", text);
        var last = text.Split("data: ", StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal("server_error", JsonElement.Parse(last).GetProperty("error").GetProperty("type").GetString());
    }

    private static async Task<string> LineAsync(StreamReader lines)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
            if (await lines.ReadLineAsync(limit.Token) is { Length: > 0 } line) return line;
    }

    private async Task<List<JsonElement>> ChunksAsync(string body, string key = "rk-free")
    {
        using var response = await _gateway.PostAsync(body, key);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(data => JsonElement.Parse(data["data: ".Length..]))];
    }

    private static JsonElement Delta(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta");

    private static string? Of(JsonElement chunk, string member) =>
        chunk.GetProperty("choices").GetArrayLength() > 0 && Delta(chunk).TryGetProperty(member, out var text) ? text.GetString() : null;

    private static string Text(IEnumerable<JsonElement> chunks, string member) => string.Concat(chunks.Select(chunk => Of(chunk, member)));
}
