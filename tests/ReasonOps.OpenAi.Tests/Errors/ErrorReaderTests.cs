using System.Buffers;
using System.Text;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Tests.Errors;

public sealed class ErrorReaderTests
{
    [Theory]
    [InlineData("""{"error":{"message":"no","type":"t","param":"n","code":"c"}}""", "no", "t", "n", "c")]
    [InlineData("""{"error":{"code":400,"message":"no","type":"t"}}""", "no", "t", null, "400")]
    [InlineData("""{"object":"error","message":"no","type":"BadRequestError","param":null,"code":400}""", "no", "BadRequestError", null, "400")]
    [InlineData("""{"error":"no"}""", "no", "server_error", null, null)]
    [InlineData("""{"detail":"no"}""", "no", "server_error", null, null)]
    [InlineData("""{"other":1}""", """{"other":1}""", "server_error", null, null)]
    [InlineData("<html>Bad gateway</html>", "HTTP 502: <html>Bad gateway</html>", "server_error", null, null)]
    [InlineData("", "HTTP 502 without a body", "server_error", null, null)]
    public void An_error_is_understood_in_every_shape_engines_send(string body, string message, string type, string? param, string? code) =>
        Assert.Equal(new ApiError(message, type, param, code), ErrorReader.FromBody(Encoding.UTF8.GetBytes(body), 502));

    [Fact]
    public void An_error_is_written_in_the_shape_of_openai()
    {
        var output = new ArrayBufferWriter<byte>();
        JsonBody.Write(output, ApiException.InvalidRequest("n", "n: must be 1..16, not 99").Body, OpenAiJson.Default.ErrorBody);
        Assert.Equal(
            """{"error":{"message":"n: must be 1..16, not 99","type":"invalid_request_error","param":"n","code":"invalid_value"}}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(1.2, 2)]
    [InlineData(30, 30)]
    public void Retry_after_is_whole_seconds_and_never_too_early(double seconds, long header) =>
        Assert.Equal(header, ApiException.RateLimited("slow down", TimeSpan.FromSeconds(seconds)).RetryAfterSeconds);
}
