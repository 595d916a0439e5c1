using System.Net;
using System.Text.Json;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Tests.Serving;

public class EngineServerTests
{
    private const string LongBody = """{"n": 128, "stream": true, "messages": [{"role": "user", "content": "12+7*8-5+31-4*6+9-17="}]}""";

    [Fact]
    public async Task The_model_is_listed_with_what_fits_it()
    {
        await using var server = await Served.Start();

        var model = Assert.Single((await server.Client.ModelsAsync()).Data);

        Assert.Equal((Served.Model, server.Engine.Longest), (model.Id, model.MaxModelLen));
    }

    [Fact]
    public async Task A_healthy_engine_says_so_and_a_stopped_one_too()
    {
        await using var server = await Served.Start();
        using (var healthy = await server.Http.GetAsync(new Uri("/health", UriKind.Relative))) Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);

        await server.Engine.DisposeAsync();

        using var stopped = await server.Http.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stopped.StatusCode);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client.ChatAsync(Served.Chat("1+1=")));
        Assert.Equal((503, 1), (refusal.Status, refusal.RetryAfterSeconds));
        Assert.Contains("stopping", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_frees_its_chains(bool stream)
    {
        await using var server = await Served.Start(new EngineOptions(MaxRunningChains: 1));
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(stream ? LongBody : LongBody.Replace("true", "false", StringComparison.Ordinal)),
        };
        var answer = server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await Reading.Until(() => server.Engine.Metrics is { Running: 1, GeneratedTokens: > 3 }, "the first chain runs");
        if (stream) (await answer).Dispose();
        await leaving.CancelAsync();
        if (!stream) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);

        await server.Engine.UntilEmpty();

        // All of them would have been 128 chains of seven steps, six tokens a step at least; a busy machine is slow to notice that a client has left.
        Assert.True(server.Engine.Metrics.GeneratedTokens < 20 * 128, $"{server.Engine.Metrics.GeneratedTokens} tokens came");
    }

    [Fact]
    public async Task A_stream_that_the_engines_end_cuts_does_not_look_complete()
    {
        await using var server = await Served.Start(new EngineOptions(MaxRunningChains: 1));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(LongBody) };
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        await server.Engine.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync().WaitAsync(Reading.Deadline));
    }

    [Fact]
    public async Task A_full_queue_is_answered_with_when_to_come_back()
    {
        await using var server = await Served.Start(new EngineOptions(MaxRunningChains: 1, MaxWaitingRequests: 1));
        var running = server.Engine.Submit(TestModel.Ask(TestModel.Hard, count: 400));
        await Reading.Until(() => server.Engine.Metrics.Running == 1, "the first runs");
        server.Engine.Submit(TestModel.Ask("1+1="));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client.ChatAsync(Served.Chat("1+1=")));

        Assert.Equal((503, 1), (refusal.Status, refusal.RetryAfterSeconds));
        Assert.Contains("1 requests wait", refusal.Message, StringComparison.Ordinal);
        running.Cancel();
    }

    [Fact]
    public async Task A_failure_of_the_server_is_answered_in_shape_and_takes_no_chain_with_it()
    {
        await using var server = await Served.Start(time: new BrokenClock());

        var (status, error) = await server.Refused("/v1/chat/completions", LongBody);

        Assert.Equal((HttpStatusCode.InternalServerError, "server_error", "internal_error"), (status, error.Type, error.Code));
        Assert.DoesNotContain("clock", error.Message, StringComparison.Ordinal);
        await server.Engine.UntilEmpty();
        Assert.Equal(0, server.Engine.Metrics.GeneratedTokens);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound, "unknown_url", "POST /v1/chat/completions")]
    [InlineData("POST", "/", HttpStatusCode.NotFound, "unknown_url", "POST /v1/chat/completions")]
    [InlineData("GET", "/v1/chat/completions", HttpStatusCode.MethodNotAllowed, "method_not_allowed", "use POST")]
    [InlineData("DELETE", "/v1/models", HttpStatusCode.MethodNotAllowed, "method_not_allowed", "use GET")]
    public async Task What_is_not_served_is_answered_with_what_is(string method, string path, HttpStatusCode status, string code, string instead)
    {
        await using var server = await Served.Start();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Http.SendAsync(request);

        var error = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), OpenAiJson.Default.ErrorBody)!.Error;

        Assert.Equal((status, code), (response.StatusCode, error.Code));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(instead, error.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("the clock is broken");
    }
}
