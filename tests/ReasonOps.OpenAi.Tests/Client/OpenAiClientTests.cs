using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Tests.Client;

public sealed class OpenAiClientTests
{
    private const string Delta = """data: {"choices":[{"index":0,"delta":{"content":"6"}}]}""" + "\n\n";
    private const string Finish = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";

    private static readonly ChatRequest Question = new() { Model = "m", Messages = [new() { Role = "user", Content = "2*3=" }] };

    [Fact]
    public async Task A_whole_answer_is_asked_for_with_the_key_and_read()
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            Assert.Equal("/v1/chat/completions", context.Request.Path);
            Assert.Equal("Bearer k-1", context.Request.Headers.Authorization);
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"2*3="}]}""", body);
            await context.Response.WriteAsync(
                """{"choices":[{"index":0,"message":{"role":"assistant","content":"6","reasoning_content":"2*3=6;"}}],"usage":{"prompt_tokens":4,"completion_tokens":null,"prompt_tokens_details":null}}""");
        });
        var answer = await server.Client.ChatAsync(Question);
        Assert.Equal(("6", "2*3=6;"), (answer.Choices[0].Message!.Content, answer.Choices[0].Message!.Thinking));
        Assert.Equal((4, 0), (answer.Usage!.PromptTokens, answer.Usage.CompletionTokens));
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        await using var server = await FakeServer.StartAsync(context =>
            context.Response.WriteAsync("""{"object":"list","data":[{"id":"m","object":"model","owned_by":"me","max_model_len":512}]}"""));
        var model = Assert.Single((await server.Client.ModelsAsync()).Data);
        Assert.Equal(("m", "me", 512), (model.Id, model.OwnedBy, model.MaxModelLen));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"choices":null,"usage":null,"error":null}""")]
    public async Task What_a_server_leaves_out_is_empty_not_null(string body)
    {
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync(body));
        Assert.Empty((await server.Client.ChatAsync(Question)).Choices);
        Assert.Empty((await server.Client.ModelsAsync()).Data);
    }

    [Fact]
    public async Task A_stream_is_read_until_done()
    {
        await using var server = await FakeServer.StreamingAsync(": hi\n\n" + Delta + Delta + Finish + "data: [DONE]\n\n" + Delta);
        Assert.Equal(3, (await Read(server)).Count);
    }

    [Fact]
    public async Task A_stream_whose_choices_all_finished_ends_well_without_done()
    {
        await using var server = await FakeServer.StreamingAsync(Delta + Finish);
        Assert.Equal(2, (await Read(server)).Count);
    }

    [Fact]
    public async Task A_stream_that_ends_in_the_middle_is_an_error()
    {
        await using var server = await FakeServer.StreamingAsync(Delta);
        var failure = await Assert.ThrowsAsync<BrokenStreamException>(() => Read(server));
        Assert.Contains("1 of 1 choices unfinished", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_with_one_of_two_choices_finished_is_an_error()
    {
        await using var server = await FakeServer.StreamingAsync(Delta + Finish);
        await Assert.ThrowsAsync<BrokenStreamException>(() => Read(server, Question with { N = 2 }));
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"ind\n\n")]
    [InlineData("data: hello\n\n")]
    [InlineData("data: null\n\n")]
    [InlineData("data: {\"choices\":7}\n\n")]
    public async Task Garbage_in_a_stream_is_named_as_such(string garbage)
    {
        await using var server = await FakeServer.StreamingAsync(Delta + garbage + "data: [DONE]\n\n");
        await Assert.ThrowsAsync<MalformedResponseException>(() => Read(server));
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"out of memory\"}\n\n")]
    [InlineData("event: error\ndata: {\"message\":\"out of memory\"}\n\n")]
    public async Task An_error_inside_a_stream_is_thrown(string error)
    {
        await using var server = await FakeServer.StreamingAsync(Delta + error + "data: [DONE]\n\n");
        Assert.Equal("out of memory", (await Assert.ThrowsAsync<ApiException>(() => Read(server))).Message);
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_is_named_as_such()
    {
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsJsonAsync("hello"));
        var failure = await Assert.ThrowsAsync<MalformedResponseException>(() => Read(server));
        Assert.Contains("application/json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_keeps_status_message_and_retry_after()
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return context.Response.WriteAsync("""{"error":{"message":"slow down","type":"rate_limit_error"}}""");
        });
        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client.ChatAsync(Question));
        Assert.Equal((429, "slow down", TimeSpan.FromSeconds(7)), (refusal.Status, refusal.Message, refusal.RetryAfter));
    }

    [Fact]
    public async Task A_refusal_with_an_endless_body_is_still_a_refusal()
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 502;
            var junk = new byte[16 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(junk, context.RequestAborted);
        });
        Assert.Equal(502, (await Assert.ThrowsAsync<ApiException>(() => server.Client.ChatAsync(Question))).Status);
    }

    [Fact]
    public async Task A_cancelled_stream_closes_its_connection()
    {
        var closed = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Delta);
            await context.Response.Body.FlushAsync();
            context.RequestAborted.Register(closed.SetResult);
            await closed.Task;
        });
        using var enough = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in server.Client.StreamChatAsync(Question, enough.Token)) await enough.CancelAsync();
        });
        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task<List<ChatResponse>> Read(FakeServer server, ChatRequest? question = null)
    {
        var chunks = new List<ChatResponse>();
        await foreach (var chunk in server.Client.StreamChatAsync(question ?? Question)) chunks.Add(chunk);
        return chunks;
    }
}
