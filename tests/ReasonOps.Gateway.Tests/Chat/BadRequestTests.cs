using System.Net;
using System.Text.Json;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class BadRequestTests(BadRequestTests.Shared shared) : IClassFixture<BadRequestTests.Shared>
{
    public sealed class Shared : IAsyncLifetime
    {
        internal TestGateway Gateway { get; private set; } = null!;

        public async Task InitializeAsync() => Gateway = await TestGateway.StartAsync();

        public async Task DisposeAsync() => await Gateway.DisposeAsync();
    }

    // Fields beside a good model and a good message; then what is said to be wrong, and a part of the way out.
    public static TheoryData<string, int, string?, string> Fields => new()
    {
        { "\"n\":4", 400, "n", "reasonops.votes" },
        { "\"n\":0", 400, "n", "reasonops.votes" },
        { "\"n\":\"two\"", 400, "n", "whole number" },
        { "\"temperature\":2.5", 400, "temperature", "from 0 to 2" },
        { "\"temperature\":-1", 400, "temperature", "from 0 to 2" },
        { "\"temperature\":\"hot\"", 400, "temperature", "must be a number" },
        { "\"top_p\":0", 400, "top_p", "above 0 and up to 1" },
        { "\"top_p\":1.01", 400, "top_p", "above 0 and up to 1" },
        { "\"top_k\":0", 400, "top_k", "1 or more" },
        { "\"seed\":9007199254740993", 400, "seed", "9007199254740991" },
        { "\"seed\":1.5", 400, "seed", "whole number" },
        { "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", 400, "stop", "at most 4" },
        { "\"stop\":\"\"", 400, "stop", "leave it out" },
        { "\"stop\":7", 400, "stop", "string or an array of strings" },
        { "\"logprobs\":true", 400, "logprobs", "leave it out" },
        { "\"top_logprobs\":3", 400, "top_logprobs", "leave it out" },
        { "\"stream\":\"yes\"", 400, "stream", "true or false" },
        { "\"stream_options\":{\"include_usage\":true}", 400, "stream_options", "set stream to true" },
        { "\"max_tokens\":0", 400, "max_tokens", "1 or more" },
        { "\"max_completion_tokens\":-5", 400, "max_completion_tokens", "1 or more" },
        { "\"reasoning_effort\":\"maximal\"", 400, "reasoning_effort", "minimal, low, medium, high" },
        { "\"reasonops\":{\"votes\":0}", 400, "reasonops.votes", "1 or more" },
        { "\"reasonops\":{\"votes\":\"many\"}", 400, "reasonops.votes", "whole number" },
        { "\"reasonops\":{\"reasoning_tokens\":-1}", 400, "reasonops.reasoning_tokens", "1 or more" },
        { "\"reasonops\":{\"strategy\":\"MajorityVoting\"}", 400, "reasonops.strategy", "SingleChain, MajorityVote" },
        { "\"reasonops\":{\"vote\":5}", 400, "reasonops.vote", "votes, strategy, reasoning_tokens and check" },
        { "\"reasonops\":5", 400, "reasonops", "object" },
        { "\"reasonops\":{\"strategy\":\"MajorityVote\"}", 403, "reasonops.strategy", "use SingleChain" },
        { "\"tools\":[{\"type\":\"function\"}]", 400, "tools", "describe them in a message" },
        { "\"functions\":[{}]", 400, "functions", "describe them in a message" },
        { "\"modalities\":[\"audio\"]", 400, "modalities", "only text" },
        { "\"modalities\":[5]", 400, "modalities", "only text" },
        { "\"best_of\":3", 400, "best_of", "reasonops.votes" },
        { "\"priority\":-10", 400, "priority", "leave it out" },
        { "\"thinking_token_budget\":50000", 400, "thinking_token_budget", "reasonops.reasoning_tokens" },
        { "\"continue_final_message\":true", 400, "continue_final_message", "end with a user message" },
        { "\"return_token_ids\":true", 400, "return_token_ids", "leave it out" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public Task A_bad_field_is_named_with_the_way_out(string field, int status, string? param, string wayOut) =>
        RefusesAsync(TestGateway.Ask[..^1] + "," + field + "}", status, param, wayOut);

    private const string Math = "{\"model\":\"math\",\"messages\":[";

    public static TheoryData<string, int, string?, string> Bodies => new()
    {
        { "", 400, null, "empty" },
        { "hello", 400, null, "not valid JSON at line 1, byte 1" },
        { "{\"model\":\"math\",", 400, null, "not valid JSON" },
        { "{\"model\":\"math\"} x", 400, null, "not valid JSON" },
        { "[]", 400, null, "object" },
        { "null", 400, null, "object" },
        { "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, "model", "GET /v1/models" },
        { "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, "model", "a string" },
        { "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 404, "model", "math" },
        { "{\"model\":\"math\"}", 400, "messages", "at least one" },
        { Math + "]}", 400, "messages", "at least one" },
        { "{\"model\":\"math\",\"messages\":\"hi\"}", 400, "messages", "an array" },
        { Math + "null]}", 400, "messages[0]", "role" },
        { Math + "{\"content\":\"x\"}]}", 400, "messages[0].role", "system, developer, user, assistant" },
        { Math + "{\"role\":\"wizard\",\"content\":\"x\"}]}", 400, "messages[0].role", "system, developer, user, assistant" },
        { Math + "{\"role\":\"tool\",\"content\":\"x\"}]}", 400, "messages[0].role", "user message" },
        { Math + "{\"role\":\"user\"}]}", 400, "messages[0].content", "send text" },
        { Math + "{\"role\":\"user\",\"content\":5}]}", 400, "messages[0].content", "a string or an array of text parts" },
        { Math + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}", 400, "messages[0].content", "text parts" },
        { Math + "{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"y\"}]}", 400, "messages[1].role", "end with the user's" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public Task A_bad_body_is_refused_with_the_way_out(string body, int status, string? param, string wayOut) =>
        RefusesAsync(body, status, param, wayOut);

    [Fact]
    public async Task A_body_above_one_mebibyte_is_413()
    {
        var body = TestGateway.Ask.Replace("12+7*8-5=", new string('1', GatewayHost.MaxBodyBytes));

        await RefusesAsync(body, 413, null, "1048576 bytes");
    }

    [Fact]
    public async Task A_body_above_one_mebibyte_that_does_not_say_its_length_is_413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.Add("Authorization", "Bearer rk-free");
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent(TestGateway.Ask.Replace("12+7*8-5=", new string('1', GatewayHost.MaxBodyBytes)));

        using var response = await shared.Gateway.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData(null, "no API key")]
    [InlineData("Basic cms6", "not a bearer token")]
    [InlineData("Bearer ", "not a bearer token")]
    [InlineData("Bearer rk-nobody", "not known here")]
    [InlineData("Bearer RK-FREE", "not known here")]
    public async Task Whoever_has_no_key_is_401_and_the_key_is_not_repeated(string? authorization, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(TestGateway.Ask) };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await shared.Gateway.Http.SendAsync(request);

        var error = await ErrorAsync(response, 401);
        Assert.Contains(message, error.GetProperty("message").GetString());
        Assert.Contains("Authorization: Bearer KEY", error.GetProperty("message").GetString());
        Assert.Equal("invalid_api_key", error.GetProperty("code").GetString());
        Assert.DoesNotContain("rk-", error.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings", 404, "/v1/chat/completions")]
    [InlineData("GET", "/", 404, "/v1/chat/completions")]
    [InlineData("GET", "/v1/chat/completions", 405, "POST")]
    [InlineData("DELETE", "/v1/models/math", 405, "GET")]
    public async Task What_is_not_served_is_said_in_the_same_shape(string method, string path, int status, string wayOut)
    {
        using var response = await shared.Gateway.SendAsync(new HttpMethod(method), path, "rk-free");

        Assert.Contains(wayOut, (await ErrorAsync(response, status)).GetProperty("message").GetString());
    }

    private async Task RefusesAsync(string body, int status, string? param, string wayOut)
    {
        using var response = await shared.Gateway.PostAsync(body);

        var error = await ErrorAsync(response, status);
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Contains(wayOut, error.GetProperty("message").GetString());
        if (param is not null) Assert.StartsWith(param + ":", error.GetProperty("message").GetString());
        Assert.Empty(shared.Gateway.Engine.Requests);
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(text).GetProperty("error");
    }
}
