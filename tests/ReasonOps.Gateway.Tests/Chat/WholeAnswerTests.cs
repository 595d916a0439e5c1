using System.Text.Json;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class WholeAnswerTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task One_chain_answers_with_its_reasoning_beside_its_content()
    {
        var answer = await _gateway.AnswerAsync(TestGateway.Ask);

        Assert.StartsWith("chatcmpl-", answer.GetProperty("id").GetString());
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal("math", answer.GetProperty("model").GetString());
        var choice = Assert.Single(answer.GetProperty("choices").EnumerateArray());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var message = choice.GetProperty("message");
        Assert.Equal("assistant", message.GetProperty("role").GetString());
        Assert.Equal("63", message.GetProperty("content").GetString());
        Assert.Equal("7*8=56;12+56=68;68-5=63;", message.GetProperty("reasoning").GetString());
    }

    [Fact]
    public async Task Usage_is_the_winners_with_reasoning_tokens_counted_here()
    {
        var usage = (await _gateway.AnswerAsync(TestGateway.Ask)).GetProperty("usage");

        Assert.Equal(ScriptedEngine.PromptTokens, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(5, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(14, usage.GetProperty("total_tokens").GetInt32());
        Assert.Equal(3, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
    }

    [Fact]
    public async Task Five_votes_are_reported_with_what_they_all_cost()
    {
        _gateway.Engine.Scripts = seed => seed == 1001 ? new Script(["7*8=54;"], ["6", "1"]) : Script.Sum;

        var answer = await _gateway.AnswerAsync(TestGateway.Ask, "rk-pro");

        Assert.Equal("63", Content(answer));
        var report = answer.GetProperty("reasonops");
        Assert.Equal("MajorityVote", report.GetProperty("strategy").GetString());
        var votes = report.GetProperty("votes");
        Assert.Equal((5, 5), (Count(votes, "cast"), Count(votes, "asked")));
        Assert.Equal(0.8, votes.GetProperty("agreement").GetDouble());
        var tokens = report.GetProperty("tokens");
        Assert.Equal((5, 23, 0), (Count(tokens, "winner"), Count(tokens, "spent"), Count(tokens, "cancelled")));
        // 9 input at 0.50, 4 x 3 + 1 reasoning at 2, 5 x 2 answer at 4, for a million each.
        Assert.Equal((9 * 0.50m + 13 * 2m + 10 * 4m) / 1_000_000m, report.GetProperty("cost").GetDecimal());
        Assert.Empty(report.GetProperty("clamped").EnumerateArray());
    }

    [Fact]
    public async Task Overrides_above_the_tenants_maximum_are_clamped_and_the_clamp_is_reported()
    {
        var answer = await _gateway.AnswerAsync(With("\"reasonops\":{\"votes\":64,\"reasoning_tokens\":9999}"), "rk-pro");

        var report = answer.GetProperty("reasonops");
        Assert.Equal(["votes: 64 -> 16", "reasoning_tokens: 9999 -> 160"], report.GetProperty("clamped").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(16, report.GetProperty("votes").GetProperty("asked").GetInt32());
    }

    [Fact]
    public async Task A_chain_past_its_budget_is_made_to_answer()
    {
        var answer = await _gateway.AnswerAsync(With("\"reasonops\":{\"reasoning_tokens\":2}"));

        Assert.Equal("63", Content(answer));
        Assert.Equal(2, answer.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
    }

    [Fact]
    public async Task A_requests_seed_reaches_the_engine_and_a_fresh_one_does_where_there_is_none()
    {
        await _gateway.AnswerAsync(With("\"seed\":42"));
        await _gateway.AnswerAsync(TestGateway.Ask);

        Assert.Equal([42L, 1000L], _gateway.Engine.Requests.Select(request => request.Seed));
    }

    [Fact]
    public async Task The_engine_sees_the_sampling_and_none_of_what_the_gateway_decides()
    {
        await _gateway.AnswerAsync(With(
            "\"temperature\":0.5,\"top_p\":0.9,\"stop\":\"x\",\"presence_penalty\":0.1," +
            "\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"reasoning_effort\":\"high\""));

        var seen = Assert.Single(_gateway.Engine.Requests);
        Assert.Equal((0.5, 0.9, "x"), (seen.Temperature, seen.TopP, seen.Stop!.Single()));
        Assert.Null(seen.User);
        Assert.Null(seen.ReasoningEffort);
        Assert.Null(seen.Reasonops);
        Assert.True(seen.Extra!.ContainsKey("presence_penalty"));
        Assert.False(seen.Extra.ContainsKey("metadata"));
    }

    [Fact]
    public async Task Every_answer_and_every_error_has_a_request_id()
    {
        using var answer = await _gateway.PostAsync(TestGateway.Ask);
        using var error = await _gateway.PostAsync("{}");

        Assert.NotEqual(Assert.Single(answer.Headers.GetValues("x-request-id")), Assert.Single(error.Headers.GetValues("x-request-id")));
    }

    private static string With(string field) => TestGateway.Ask[..^1] + "," + field + "}";

    private static string? Content(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    private static int Count(JsonElement counts, string name) => counts.GetProperty(name).GetInt32();
}
