using System.IO.Pipelines;
using System.Text;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Tests.Sse;

namespace ReasonOps.OpenAi.Tests.Bodies;

public sealed class RequestReaderTests
{
    [Theory]
    [InlineData("""{"n": "five"}""", "n", "n: must be a whole number within 32 bits, not \"five\"")]
    [InlineData("""{"n": 99999999999}""", "n", "n: must be a whole number within 32 bits, not 99999999999")]
    [InlineData("""{"n": 1.5}""", "n", "n: must be a whole number within 32 bits, not 1.5")]
    [InlineData("""{"seed": true}""", "seed", "seed: must be a whole number within 64 bits, not true")]
    [InlineData("""{"temperature": "hot"}""", "temperature", "temperature: must be a number, not \"hot\"")]
    [InlineData("""{"stream": 1}""", "stream", "stream: must be true or false, not 1")]
    [InlineData("""{"model": 7}""", "model", "model: must be a string, not 7")]
    [InlineData("""{"messages": {}}""", "messages", "messages: must be an array, not {}")]
    [InlineData("""{"messages": ["hi"]}""", "messages[0]", "messages[0]: must be an object, not \"hi\"")]
    [InlineData("""{"messages": [{"role": 1}]}""", "messages[0].role", "messages[0].role: must be a string, not 1")]
    [InlineData("""{"messages": [{"content": 5}]}""", "messages[0].content", "messages[0].content: must be a string or an array of text parts, not 5")]
    [InlineData("""{"stop": [1]}""", "stop", "stop: must be a string or an array of strings, not [1]")]
    [InlineData("""{"reasonops": {"votes": []}}""", "reasonops.votes", "reasonops.votes: must be a whole number within 32 bits, not []")]
    [InlineData("""[1]""", null, "the body: must be an object, not [1]")]
    [InlineData("""{"n": 1""", null, "the body is not valid JSON at line 1, byte 8")]
    [InlineData("""{"n": 1} x""", null, "the body is not valid JSON at line 1, byte 10")]
    [InlineData("", null, "the body is empty; a JSON object is needed")]
    [InlineData("null", null, "the body is null; a JSON object is needed")]
    public async Task A_bad_body_is_refused_with_the_field_the_value_and_what_would_be_right(string body, string? param, string message)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => Read(body));
        Assert.Equal(400, refusal.Status);
        Assert.Equal(message, refusal.Message);
        Assert.Equal(param, refusal.Error.Param);
        Assert.Equal("invalid_request_error", refusal.Error.Type);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_refused_not_fatal()
    {
        byte[] body = [.. "{\"n\": \""u8, 0xFF, 0xFE, .. "\"}"u8];
        await using var stream = new MemoryStream(body);
        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => RequestReader.ReadAsync(stream, OpenAiJson.Default.ChatRequest, 100, default));
        Assert.Equal((400, "n"), (refusal.Status, refusal.Error.Param));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_without_reading_all_of_it()
    {
        var body = new byte[1_000_000];
        Array.Fill(body, (byte)' ');
        await using var stream = new ChunkedStream(body, [39]);
        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => RequestReader.ReadAsync(stream, OpenAiJson.Default.ChatRequest, 10_000, default));
        Assert.Equal(413, refusal.Status);
        Assert.InRange(stream.Position, 10_000, 20_000);
    }

    [Fact]
    public async Task A_body_in_many_pieces_is_read_whole_and_unknown_fields_are_kept()
    {
        var json = """{"model":"m","n":3,"stop":"#","messages":[{"role":"user","content":[{"type":"text","text":"1+"},{"type":"text","text":"1="}]}],"min_p":0.1}""";
        await using var stream = new ChunkedStream(Encoding.UTF8.GetBytes(json), [0]);
        var request = await RequestReader.ReadAsync(stream, OpenAiJson.Default.ChatRequest, 1000, default);
        Assert.Equal(("m", 3, "#"), (request.Model, request.N, Assert.Single(request.Stop!)));
        Assert.Equal("1+1=", request.Messages![0].Content);
        Assert.Equal(0.1, request.Extra!["min_p"].GetDouble());
    }

    [Fact]
    public async Task A_sender_that_stops_sending_can_be_given_up()
    {
        using var enough = new CancellationTokenSource();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{\"n\":"u8.ToArray());
        var reading = RequestReader.ReadAsync(pipe.Reader, OpenAiJson.Default.ChatRequest, 1000, enough.Token);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static async Task<ChatRequest> Read(string body)
    {
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return await RequestReader.ReadAsync(stream, OpenAiJson.Default.ChatRequest, 10_000, default);
    }
}
