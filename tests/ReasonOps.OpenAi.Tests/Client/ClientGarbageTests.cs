using System.Net;
using System.Net.Http.Headers;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Scores;
using ReasonOps.OpenAi.Sse;
using ReasonOps.OpenAi.Tests.Sse;

namespace ReasonOps.OpenAi.Tests.Client;

public sealed class ClientGarbageTests
{
    private static readonly ChatRequest Question = new() { Model = "m", N = 2, Messages = [new() { Role = "user", Content = "2*3=" }] };

    [Fact]
    public void A_stream_of_garbage_fails_only_as_documented_and_alike_however_it_is_cut() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var wire = garbage.Events();
        var whole = Stream(new MemoryStream(wire));
        Assert.Equal(whole, Stream(new ChunkedStream(wire, garbage.Sizes())));
    }, seeds: 1000);

    [Fact]
    public void Chunks_of_wrong_types_fail_only_as_documented() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var events = string.Concat(Enumerable.Range(0, 3).Select(_ => $"data: {{\"choices\":[{garbage.Json()},null],\"usage\":{garbage.Json()}}}\n\n"));
        Stream(new MemoryStream(garbage.Spoilt(events)));
    }, seeds: 1000);

    [Fact]
    public void A_whole_answer_of_garbage_fails_only_as_documented() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var body = garbage.Spoilt(garbage.Pick(["", "{\"choices\":[null,", "{\"data\":[null,", "{\"error\":", "{\"error\":{\"error\":"]) + garbage.Json() + garbage.Pick(["", "]}", "}", "}}"]));
        var status = garbage.Pick([200, 400, 429, 500, 503]);
        using var http = Answering(() => new MemoryStream(body), "application/json", status);
        var client = new OpenAiClient(http, new Uri("http://engine/v1"));
        Fails(() => client.ChatAsync(Question));
        Fails(() => client.ModelsAsync());
        Fails(() => client.ScoreAsync(new ScoreRequest()));
    }, seeds: 1000);

    [Theory]
    [InlineData("""{"choices":[null,{"index":1,"logprobs":{"content":[null]}}]}""")]
    [InlineData("""{"choices":[{"index":-5,"finish_reason":"stop"},{"index":2147483647,"finish_reason":"stop"}]}""")]
    public void What_is_null_in_a_list_is_left_out_and_choices_nobody_asked_for_end_none(string chunk) =>
        Assert.Equal("1 BrokenStreamException: the stream ended without [DONE] and with 2 of 2 choices unfinished",
            Stream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"data: {chunk}\n\n"))));

    private static HttpClient Answering(Func<Stream> body, string type, int status) => new(new Canned(body, type, status));

    /// <summary>How many chunks came, and how it failed, if it did.</summary>
    private static string Stream(Stream wire)
    {
        using var http = Answering(() => wire, SseWriter.ContentType, 200);
        var count = 0;
        var failure = Fails(async () =>
        {
            await foreach (var chunk in new OpenAiClient(http, new Uri("http://engine/v1")).StreamChatAsync(Question))
            {
                count++;
                Assert.All(chunk.Choices, Assert.NotNull);
                Assert.All(chunk.Choices.SelectMany(choice => choice.Logprobs?.Content ?? []), Assert.NotNull);
            }
        });
        return $"{count} {failure}";
    }

    private static string? Fails(Func<Task> asked)
    {
        try
        {
            asked().GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure) when (failure is ApiException or MalformedResponseException or BrokenStreamException or InvalidDataException)
        {
            Assert.NotEmpty(failure.Message);
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    private sealed class Canned(Func<Stream> body, string type, int status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StreamContent(body()) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
            });
    }
}
