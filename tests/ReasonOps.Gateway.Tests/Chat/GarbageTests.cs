using System.Net;
using System.Text;
using System.Text.Json;
using ReasonOps.OpenAi.Tests;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class GarbageTests(BadRequestTests.Shared shared) : IClassFixture<BadRequestTests.Shared>
{
    [Fact]
    public async Task Bodies_of_garbage_are_answered_or_refused_with_an_error_that_says_what_is_wrong()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var garbage = new Garbage(seed);
            var fields = garbage.Json()[1..];
            var body = TestGateway.Ask[..^1] + (fields == "}" ? "}" : "," + fields);
            await AnsweredAsync(garbage.Next(3) == 0 ? garbage.Spoilt(garbage.Json()) : garbage.Spoilt(body), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("""{"model":"math","messages":[{"role":"user","content":"1+1="}],"min_p":"\ud800"}""")]
    [InlineData("""{"model":"math","messages":[{"role":"user","content":"1+1="}],"logit_bias":{"\ud800":1}}""")]
    [InlineData("""{"model":"math","messages":[{"role":"user","content":[{"type":"text","text":"\ud800"}]}]}""")]
    [InlineData("""{"model":"math","messages":[{"role":"user","content":"1+1="}],"reasonops":{"check":{"type":"math","type":"exact","expected":1,"expected":2}}}""")]
    [InlineData("""{"model":"math","messages":[{"role":"user","content":"1+1="}],"reasonops":{"\ud800":1}}""")]
    public async Task What_would_fail_where_it_is_used_is_refused_before(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, await AnsweredAsync(Encoding.UTF8.GetBytes(body), body));

    [Fact]
    public async Task A_body_that_comes_a_byte_at_a_time_is_a_body()
    {
        using var answer = await SendAsync(new Trickle(Encoding.UTF8.GetBytes(TestGateway.Ask)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Queries_for_usage_of_garbage_are_answered_or_refused()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var garbage = new Garbage(seed);
            var query = $"{garbage.Pick(["from", "to", "by", "limit", "after", "who"])}={WebUtility.UrlEncode(garbage.Json())}&{garbage.Pick(["from", "after"])}={garbage.Pick(["0001-01-01", "9999-12-31", "%00", "CgoK", "AAAKAAoA", "%ff"])}";
            using var response = await shared.Gateway.SendAsync(HttpMethod.Get, $"/v1/usage?{query}", "rk-free");
            Assert.True((int)response.StatusCode is 200 or 400, $"{query}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    private async Task<HttpStatusCode> AnsweredAsync(byte[] body, string name)
    {
        using var response = await SendAsync(new ByteArrayContent(body));
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.OK) return response.StatusCode;
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{name}: {(int)response.StatusCode} {text} to {Encoding.UTF8.GetString(body)}");
        var error = JsonElement.Parse(text).GetProperty("error");
        Assert.True(error.GetProperty("message").GetString()!.Length > 10 && error.GetProperty("type").GetString()!.Length > 0, $"{name}: {text}");
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = body };
        request.Headers.Add("Authorization", "Bearer rk-pro");
        return await shared.Gateway.Http.SendAsync(request);
    }

    private sealed class Trickle(byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var b in body)
            {
                await stream.WriteAsync(new[] { b });
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
