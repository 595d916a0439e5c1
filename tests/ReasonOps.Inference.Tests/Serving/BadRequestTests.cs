using System.Net;

namespace ReasonOps.Inference.Tests.Serving;

public sealed class BadRequestTests : IAsyncLifetime
{
    private const string Chat = "/v1/chat/completions";
    private const string Plain = "/v1/completions";
    private const string Ask = """ "messages": [{"role": "user", "content": "1+1="}] """;

    private Served _server = null!;

    public async Task InitializeAsync() => _server = await Served.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Path, body, status, param, and what the message says would be right.</summary>
    public static TheoryData<string, string, int, string?, string> Bodies() => new()
    {
        { Chat, "", 400, null, "a JSON object is needed" },
        { Chat, "null", 400, null, "a JSON object is needed" },
        { Chat, "[]", 400, null, "must be an object" },
        { Chat, "{", 400, null, "not valid JSON at line 1" },
        { Chat, """{"messages": "hello"}""", 400, "messages", "must be an array" },
        { Chat, "{}", 400, "messages", "at least one of role user is needed" },
        { Chat, """{"messages": []}""", 400, "messages", "no text of role user" },
        { Chat, """{"messages": [null]}""", 400, "messages[0]", "must be an object with role and content" },
        { Chat, """{"messages": [{"content": "1+1="}]}""", 400, "messages[0].role", "is missing; it must be one of system, developer, user, assistant, tool" },
        { Chat, """{"messages": [{"role": "robot", "content": "1+1="}]}""", 400, "messages[0].role", "\"robot\"; it must be one of" },
        { Chat, """{"messages": [{"role": "assistant", "content": "2"}]}""", 400, "messages", "no text of role user" },
        { Chat, """{"messages": [{"role": "user", "content": "  "}]}""", 400, "messages", "no text of role user" },
        { Chat, """{"messages": [{"role": "user", "content": "what?"}]}""", 400, "messages", "character 1 is \"w\", which this model cannot read; it reads" },
        { Chat, """{"messages": [{"role": "user", "content": "1+\n1="}]}""", 400, "messages", "character 3 is U+000A" },
        { Chat, """{"messages": [{"role": "user", "content": "1+1=#2"}]}""", 400, "messages", "\"#\", which ends this model's thinking or answer; leave it out" },
        { Chat, """{"messages": [{"role": "user", "content": "1+1=$"}]}""", 400, "messages", "leave it out" },
        { Chat, """{"messages": [{"role": "user", "content": 5}]}""", 400, "messages[0].content", "must be" },
        { Chat, """{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""", 400, "messages[0].content", "text parts" },
        { Chat, $$"""{"model": "gpt", {{Ask}}}""", 404, "model", "known: arithmetic" },
        { Chat, $$"""{"n": 0, {{Ask}}}""", 400, "n", "n is 0; it must be from 1 to 128" },
        { Chat, $$"""{"n": 129, {{Ask}}}""", 400, "n", "from 1 to 128" },
        { Chat, $$"""{"n": "two", {{Ask}}}""", 400, "n", "whole number" },
        { Chat, $$"""{"temperature": -0.1, {{Ask}}}""", 400, "temperature", "temperature is -0.1; it must be from 0 to 2" },
        { Chat, $$"""{"temperature": 1e999, {{Ask}}}""", 400, "temperature", "" },
        { Chat, $$"""{"top_p": 0, {{Ask}}}""", 400, "top_p", "above 0 and at most 1" },
        { Chat, $$"""{"top_p": 1.5, {{Ask}}}""", 400, "top_p", "from 0 to 1" },
        { Chat, $$"""{"top_k": -2, {{Ask}}}""", 400, "top_k", "from -1" },
        { Chat, $$"""{"max_tokens": 0, {{Ask}}}""", 400, "max_tokens", "max_tokens is 0; it must be from 1 to 252" },
        { Chat, $$"""{"max_tokens": 253, {{Ask}}}""", 400, "max_tokens", "from 1 to 252" },
        { Chat, $$"""{"max_completion_tokens": 2147483647, {{Ask}}}""", 400, "max_completion_tokens", "from 1 to 252" },
        { Chat, $$"""{"max_tokens": 99999999999, {{Ask}}}""", 400, "max_tokens", "within 32 bits" },
        { Chat, $$"""{"thinking_token_budget": -1, {{Ask}}}""", 400, "thinking_token_budget", "thinking_token_budget is -1; it must be from 0" },
        { Chat, $$"""{"logprobs": true, "top_logprobs": 21, {{Ask}}}""", 400, "top_logprobs", "from 0 to 20" },
        { Chat, $$"""{"top_logprobs": 3, {{Ask}}}""", 400, "top_logprobs", "set logprobs to true" },
        { Chat, $$"""{"stop": ["a", ""], {{Ask}}}""", 400, "stop[1]", "0 characters long; it must be 1 to 256" },
        { Chat, $$"""{"stop": ["1", "2", "3", "4", "5"], {{Ask}}}""", 400, "stop", "at most 4" },
        { Chat, $$"""{"stop": [1], {{Ask}}}""", 400, "stop", "a string or an array of strings" },
        { Chat, $$"""{"seed": 1.5, {{Ask}}}""", 400, "seed", "whole number within 64 bits" },
        { Chat, $$"""{"stream": "yes", {{Ask}}}""", 400, "stream", "true or false" },
        { Chat, $$"""{"continue_final_message": true, {{Ask}}}""", 400, "continue_final_message", "needs a last message of role assistant; it is of role user" },
        { Chat, $$"""{"messages": [{"role": "user", "content": "{{new string('1', 256)}}"}]}""", 400, "messages", "the prompt has 256 tokens; with one token of an answer it may have 256" },
        { Plain, "{}", 400, "prompt", "a text is needed" },
        { Plain, """{"prompt": ""}""", 400, "prompt", "a text is needed" },
        { Plain, """{"prompt": ["1+1="]}""", 400, "prompt", "a string" },
        { Plain, """{"prompt": "x"}""", 400, "prompt", "character 1 is \"x\"" },
        { Plain, $$"""{"prompt": "{{new string('1', 300)}}"}""", 400, "prompt", "the prompt has 300 tokens" },
        { Plain, """{"prompt": "1+1=", "logprobs": 21}""", 400, "logprobs", "from 0 to 20" },
        { Plain, """{"prompt": "1+1=", "logprobs": 1, "echo": true}""", 400, "logprobs", "leave one of them out" },
        { Plain, """{"prompt": "1+1=", "max_tokens": 0}""", 400, "max_tokens", "from 1 to 252" },
        { Plain, """{"prompt": "1+1=", "model": "other"}""", 404, "model", "known: arithmetic" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_request_is_told_the_field_and_what_would_be_right(string path, string body, int status, string? param, string says)
    {
        var (answered, error) = await _server.Refused(path, body);

        Assert.Equal(((HttpStatusCode)status, param, "invalid_request_error"), (answered, error.Param, error.Type));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5 * 1024 * 1024)]
    [InlineData(40 * 1024 * 1024)]
    public async Task A_body_that_is_too_large_is_refused_with_the_limit(int bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new StringContent(new string(' ', bytes)) };
        request.Headers.ExpectContinue = true; // so that the refusal can be read instead of a broken pipe
        using var response = await _server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("larger than 4194304 bytes", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
