using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class JudgedAnswerTests
{
    private const int JudgeTokens = 7;

    /// <summary>Three thoughts and two words of an answer, see <see cref="Script.Sum"/>.</summary>
    private const int ChainTokens = 5;

    [Fact]
    public async Task What_a_judge_writes_is_charged_to_its_tenant_as_chains_are()
    {
        var asked = 0;
        await using var judge = await JudgeAsync(() => Interlocked.Increment(ref asked));
        await using var gateway = await StartAsync(judge.Urls.Single() + "/v1");

        var report = (await gateway.AnswerAsync(TestGateway.Ask, "rk-judged")).GetProperty("reasonops");

        Assert.NotEqual(0, asked);
        var spent = (2 * ChainTokens) + (asked * JudgeTokens);
        Assert.Equal(spent, report.GetProperty("tokens").GetProperty("spent").GetInt32());
        using var usage = await gateway.SendAsync(HttpMethod.Get, "/v1/usage", "rk-judged");
        var row = JsonElement.Parse(await usage.Content.ReadAsStringAsync()).GetProperty("data")[0];
        var tokens = row.GetProperty("tokens");
        Assert.Equal(spent, new[] { "reasoning", "answer", "wasted" }.Sum(kind => tokens.GetProperty(kind).GetInt32()));
        Assert.Equal(report.GetProperty("cost").GetDecimal(), row.GetProperty("cost").GetDecimal());
    }

    [Fact]
    public async Task A_judge_that_is_away_is_noted_without_its_address()
    {
        await using var gateway = await StartAsync("http://127.0.0.1:1/v1");

        var report = (await gateway.AnswerAsync(TestGateway.Ask, "rk-judged")).GetProperty("reasonops");

        var notes = report.GetProperty("notes").ToString();
        Assert.Contains("the judge could not be asked: there was no connection", notes);
        Assert.DoesNotContain("127.0.0.1", notes);
    }

    private static async Task<TestGateway> StartAsync(string judge)
    {
        var judged = TestGateway.Free with
        {
            Name = "judged", KeyHashes = [TestGateway.HashOf("rk-judged")], Strategy = "Judge", Strategies = ["Judge"], Votes = new Bounded(2, 2),
        };
        var gateway = await TestGateway.StartAsync(snapshot => snapshot with { Tenants = [judged], Scoring = new ScoringTargets(Judge: new JudgeTarget(judge, "j")) });
        gateway.Engine.Scripts = seed => seed % 2 == 0 ? Script.Sum : Script.Sum with { Answer = ["6", "1"] };
        return gateway;
    }

    private static async Task<WebApplication> JudgeAsync(Action asked)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            asked();
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync($$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"Better: A"}}],"usage":{"completion_tokens":{{{JudgeTokens}}}}}""");
        });
        await app.StartAsync();
        return app;
    }
}
