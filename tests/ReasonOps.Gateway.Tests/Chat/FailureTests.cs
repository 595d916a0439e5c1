using System.Text.Json;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class FailureTests
{
    [Theory]
    [InlineData("rk-free", false)]
    [InlineData("rk-pro", false)]
    [InlineData("rk-free", true)]
    public async Task What_the_engine_refuses_is_400_in_its_own_words_and_asked_once(string key, bool stream)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Engine.Refuses = 400;

        var (error, response) = await FailAsync(gateway, TestGateway.Ask[..^1] + (stream ? ",\"stream\":true}" : "}"), 400, key);

        Assert.Equal("the engine refused the request: scripted", error.GetProperty("message").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Null(response.Headers.RetryAfter);
        Assert.Single(gateway.Engine.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task An_engine_that_cannot_is_503_with_when_to_retry_and_not_named(int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Engine.Refuses = status;

        var (error, response) = await FailAsync(gateway, TestGateway.Ask, 503);

        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.DoesNotContain("127.0.0.1", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_deadline_without_any_answer_is_504_and_frees_the_chains()
    {
        await using var gateway = await TestGateway.StartAsync(All(tenant => tenant with { DeadlineSeconds = 0.2 }));
        gateway.Engine.Pace = token => Task.Delay(Timeout.Infinite, token);

        var (error, _) = await FailAsync(gateway, TestGateway.Ask, 504);

        Assert.Contains("0.2 s", error.GetProperty("message").GetString());
        await Wait.UntilAsync(() => gateway.Engine.Running == 0, "the engine's chains are freed");
    }

    [Fact]
    public async Task A_spent_budget_that_is_to_fail_is_400_so_that_no_client_repeats_it()
    {
        await using var gateway = await TestGateway.StartAsync(
            All(tenant => tenant with { WhenSpent = "Fail", ReasoningTokens = new Bounded(2, 2) }));

        var (error, _) = await FailAsync(gateway, TestGateway.Ask, 400);

        Assert.Equal("reasonops.reasoning_tokens", error.GetProperty("param").GetString());
        Assert.Equal("reasoning_budget_spent", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_truncated_chain_is_an_answer_of_finish_reason_length()
    {
        await using var gateway = await TestGateway.StartAsync(
            All(tenant => tenant with { WhenSpent = "Truncate", ReasoningTokens = new Bounded(2, 2) }));

        var choice = (await gateway.AnswerAsync(TestGateway.Ask)).GetProperty("choices")[0];

        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("7*8=56;12+56=68;", choice.GetProperty("message").GetProperty("reasoning").GetString());
        Assert.Equal("", choice.GetProperty("message").GetProperty("content").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_goes_away_frees_its_chains_within_a_second(bool stream)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Engine.Pace = async token => await Task.Delay(stream && gateway.Engine.Running == 0 ? 0 : Timeout.Infinite, token);
        using var client = new CancellationTokenSource();
        var asking = gateway.PostAsync(TestGateway.Ask[..^1] + (stream ? ",\"stream\":true}" : "}"), "rk-pro", client.Token);
        await Wait.UntilAsync(() => gateway.Engine.Running > 0, "the engine has the chains");

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Wait.UntilAsync(() => gateway.Engine.Running == 0, "the engine's chains are freed", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_a_stream_pays_for_what_was_spent_and_holds_no_place()
    {
        await using var gateway = await TestGateway.StartAsync(All(tenant => tenant with { Limits = new LimitsSnapshot(Concurrent: 1) }));
        var gate = new SemaphoreSlim(1);
        gateway.Engine.Pace = gate.WaitAsync;
        using (var response = await gateway.PostAsync(TestGateway.Ask[..^1] + ",\"stream\":true}"))
        {
            using var refused = await gateway.PostAsync(TestGateway.Ask);
            Assert.Equal(429, (int)refused.StatusCode);
        }
        await Wait.UntilAsync(() => gateway.Engine.Running == 0, "the engine's chains are freed", TimeSpan.FromSeconds(1));

        gate.Release(100);
        await Wait.UntilAsync(async () => (await gateway.PostAsync(TestGateway.Ask)).IsSuccessStatusCode, "the tenant's place is free");
    }

    [Fact]
    public async Task A_429_says_which_limit_its_value_and_when_to_come_back()
    {
        await using var gateway = await TestGateway.StartAsync(All(tenant => tenant with { Limits = new LimitsSnapshot(RequestsPerMinute: 1) }));
        await gateway.AnswerAsync(TestGateway.Ask);

        var (error, response) = await FailAsync(gateway, TestGateway.Ask, 429);

        var seconds = response.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        Assert.InRange(seconds, 50, 60);
        Assert.Equal(
            $"requestsPerMinute: tenant free may have at most 1 requests a minute; try again in {seconds} s",
            error.GetProperty("message").GetString());
        Assert.Equal("rate_limit_exceeded", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Tokens_are_settled_by_what_was_spent_losers_and_prompt_included()
    {
        var time = new FakeTime();
        await using var gateway = await TestGateway.StartAsync(
            All(tenant => tenant with { Limits = new LimitsSnapshot(TokensPerMinute: 1000) }), (options, _) => options with { Time = time });

        var answer = await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        var spent = answer.GetProperty("reasonops").GetProperty("tokens").GetProperty("spent").GetInt32() + ScriptedEngine.PromptTokens;
        var (error, _) = await FailAsync(gateway, TestGateway.Ask[..^1] + ",\"reasonops\":{\"votes\":16,\"reasoning_tokens\":160}}", 429, "rk-pro");

        Assert.Contains($"{1000 - spent} are left", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Stopping_lets_a_running_answer_finish()
    {
        await using var gateway = await TestGateway.StartAsync();
        var gate = new SemaphoreSlim(0);
        gateway.Engine.Pace = gate.WaitAsync;
        var asking = gateway.AnswerAsync(TestGateway.Ask);
        await Wait.UntilAsync(() => gateway.Engine.Running > 0, "the engine has the chain");

        var stopping = gateway.StopAsync();
        gate.Release(100);

        Assert.Equal("63", (await asking).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        await stopping;
    }

    [Fact]
    public async Task Stopping_cancels_what_still_runs_after_the_drain_limit()
    {
        await using var gateway = await TestGateway.StartAsync(options: (options, _) => options with { DrainLimit = TimeSpan.FromMilliseconds(200) });
        gateway.Engine.Pace = token => Task.Delay(Timeout.Infinite, token);
        var asking = gateway.PostAsync(TestGateway.Ask);
        await Wait.UntilAsync(() => gateway.Engine.Running > 0, "the engine has the chain");

        await gateway.StopAsync();

        await Wait.UntilAsync(() => gateway.Engine.Running == 0, "the engine's chain is freed");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => asking);
    }

    private static Func<GatewaySnapshot, GatewaySnapshot> All(Func<TenantSnapshot, TenantSnapshot> change) =>
        snapshot => snapshot with { Tenants = [.. snapshot.Tenants.Select(change)] };

    private static async Task<(JsonElement Error, HttpResponseMessage Response)> FailAsync(
        TestGateway gateway, string body, int status, string key = "rk-free")
    {
        var response = await gateway.PostAsync(body, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return (JsonElement.Parse(text).GetProperty("error"), response);
    }
}
