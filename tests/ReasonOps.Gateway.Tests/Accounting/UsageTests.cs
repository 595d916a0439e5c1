using System.Net;
using System.Text.Json;

namespace ReasonOps.Gateway.Tests.Accounting;

public sealed class UsageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_answer_says_it_took_is_in_the_ledger_when_its_client_knows_that_it_is_over(bool stream)
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var asked = 1; asked <= 5; asked++)
        {
            using var response = await gateway.PostAsync(stream ? TestGateway.Ask[..^1] + ",\"stream\":true}" : TestGateway.Ask, "rk-pro");
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, text);

            var sum = await SumAsync(gateway, "rk-pro");
            Assert.Equal((asked, 0, 0), (Number(sum, "requests"), Number(sum, "running"), Number(sum, "lost")));
        }
    }

    [Fact]
    public async Task Tokens_and_cost_are_those_of_the_answer()
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        var report = answer.GetProperty("reasonops");

        var sum = await SumAsync(gateway, "rk-pro", "?by=day,model,strategy");

        var tokens = sum.GetProperty("tokens");
        var winner = report.GetProperty("tokens").GetProperty("winner").GetInt64();
        Assert.Equal(report.GetProperty("cost").GetDecimal(), sum.GetProperty("cost").GetDecimal());
        Assert.Equal(answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64(), Number(tokens, "input"));
        Assert.Equal(winner, Number(tokens, "reasoning") + Number(tokens, "answer"));
        Assert.Equal(report.GetProperty("tokens").GetProperty("spent").GetInt64() - winner, Number(tokens, "wasted"));
        Assert.Equal(("math", "MajorityVote"), (sum.GetProperty("model").GetString(), sum.GetProperty("strategy").GetString()));
    }

    [Fact]
    public async Task A_tenant_sees_its_own_usage_and_nobody_elses()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.AnswerAsync(TestGateway.Ask, "rk-free");

        Assert.Equal(1, Number(await SumAsync(gateway, "rk-free"), "requests"));
        Assert.Empty((await UsageAsync(gateway, "rk-pro")).GetProperty("data").EnumerateArray());
        using var stranger = await gateway.SendAsync(HttpMethod.Get, "/v1/usage", "rk-nobody");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task A_request_that_its_client_gave_up_is_recorded_with_what_it_spent()
    {
        await using var gateway = await TestGateway.StartAsync();
        var said = 0;
        gateway.Engine.Pace = token => Interlocked.Increment(ref said) <= 2 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, token);
        using var client = new CancellationTokenSource();
        using (var response = await gateway.PostAsync(TestGateway.Ask[..^1] + ",\"stream\":true}", "rk-free", client.Token))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await client.CancelAsync();
        }

        await Wait.UntilAsync(async () => Number(await SumAsync(gateway, "rk-free"), "running") == 0, "the request is settled");

        var tokens = (await SumAsync(gateway, "rk-free")).GetProperty("tokens");
        Assert.InRange(Number(tokens, "wasted"), 1, 2);
        Assert.Equal(0, Number(tokens, "reasoning") + Number(tokens, "answer"));
    }

    [Fact]
    public async Task A_request_that_failed_is_recorded_and_one_that_was_refused_is_not()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Engine.CutAfter = 3;
        using (var failed = await gateway.PostAsync(TestGateway.Ask)) Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        using (var refused = await gateway.PostAsync(TestGateway.Ask.Replace("math", "other"))) Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        var sum = await SumAsync(gateway, "rk-free");

        Assert.Equal(1, Number(sum, "requests"));
        Assert.True(Number(sum.GetProperty("tokens"), "wasted") >= 3);
    }

    [Fact]
    public async Task While_a_request_runs_its_record_follows_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (said, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        gateway.Engine.Pace = token => Interlocked.Increment(ref said) <= 2 ? Task.CompletedTask : go.Task.WaitAsync(token);
        var asking = gateway.AnswerAsync(TestGateway.Ask);

        await Wait.UntilAsync(async () => (await DataAsync(gateway, "rk-free")) is [var row] && Number(row.GetProperty("tokens"), "wasted") == 2, "two tokens are recorded");
        Assert.Equal(1, Number(await SumAsync(gateway, "rk-free"), "running"));
        go.SetResult();
        await asking;

        Assert.Equal((0, 1), (Number(await SumAsync(gateway, "rk-free"), "running"), Number(await SumAsync(gateway, "rk-free"), "requests")));
    }

    [Theory]
    [InlineData("?from=yesterday", "from", "use a day in UTC as 2026-01-31")]
    [InlineData("?to=2026-13-01", "to", "use a day in UTC")]
    [InlineData("?from=2026-02-02&to=2026-02-01", "from", "after to, 2026-02-01")]
    [InlineData("?by=hour", "by", "use day, model and strategy")]
    [InlineData("?limit=0", "limit", "from 1 to 1000")]
    [InlineData("?limit=many", "limit", "from 1 to 1000")]
    [InlineData("?after=%21", "after", "pass on the last page's")]
    [InlineData("?tenant=free", "tenant", "there are from, to, by, limit, after")]
    [InlineData("?from=2026-01-01&from=2026-01-02", "from", "given twice")]
    public async Task A_mistake_is_named_with_the_way_out(string query, string field, string says)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var response = await gateway.SendAsync(HttpMethod.Get, "/v1/usage" + query, "rk-free");
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, error.GetProperty("param").GetString());
        Assert.Contains(says, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        await gateway.AnswerAsync(TestGateway.Ask[..^1] + ",\"reasonops\":{\"strategy\":\"SingleChain\"}}", "rk-pro");

        var first = await UsageAsync(gateway, "rk-pro", "?by=strategy&limit=1");
        Assert.True(first.GetProperty("has_more").GetBoolean());
        var second = await UsageAsync(gateway, "rk-pro", $"?by=strategy&limit=1&after={first.GetProperty("after").GetString()}");

        Assert.False(second.GetProperty("has_more").GetBoolean());
        Assert.False(second.TryGetProperty("after", out _));
        Assert.Equal(["MajorityVote", "SingleChain"], new[] { first, second }.Select(page => page.GetProperty("data")[0].GetProperty("strategy").GetString()));
    }

    [Fact]
    public async Task Usage_stays_when_its_gateway_goes()
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-usage-").FullName;
        try
        {
            for (var runs = 1; runs <= 2; runs++)
            {
                await using var gateway = await TestGateway.StartAsync(options: (options, _) => options with { LedgerFolder = folder });
                await gateway.AnswerAsync(TestGateway.Ask);
                Assert.Equal(runs, Number(await SumAsync(gateway, "rk-free"), "requests"));
            }
            Assert.Empty(Directory.GetFiles(folder, "*.live"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<JsonElement> UsageAsync(TestGateway gateway, string key, string query = "")
    {
        using var response = await gateway.SendAsync(HttpMethod.Get, "/v1/usage" + query, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static async Task<JsonElement[]> DataAsync(TestGateway gateway, string key, string query = "") =>
        [.. (await UsageAsync(gateway, key, query)).GetProperty("data").EnumerateArray()];

    private static async Task<JsonElement> SumAsync(TestGateway gateway, string key, string query = "?by=model") =>
        Assert.Single(await DataAsync(gateway, key, query));

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
