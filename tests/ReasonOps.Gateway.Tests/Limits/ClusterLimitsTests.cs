using System.Net;
using ReasonOps.Api.Snapshots;
using ReasonOps.Ledger.Tests.Postgres;

namespace ReasonOps.Gateway.Tests.Limits;

/// <summary>Two gateways and one database, which the last test stops.</summary>
public sealed class ClusterLimitsTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Tokens_a_day_hold_over_two_gateways()
    {
        var database = await server.CreateDatabaseAsync();
        var limits = new LimitsSnapshot(TokensPerDay: 204);
        await using var one = await StartAsync(database, limits);
        await using var other = await StartAsync(database, limits);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => StatusAsync(i % 2 == 0 ? one : other)));

        // A request sets 34 tokens aside and spends 14: one gateway would let in all ten of its own.
        Assert.InRange(statuses.Count(status => status == HttpStatusCode.OK), 6, 13);
        Assert.All(statuses.Where(status => status != HttpStatusCode.OK), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        Assert.Contains("reasonops_limits_shared", await one.MetricsAsync());
    }

    [Fact]
    public async Task Usage_of_both_is_one_tenants_usage()
    {
        var database = await server.CreateDatabaseAsync();
        await using var one = await StartAsync(database, new LimitsSnapshot());
        await using var other = await StartAsync(database, new LimitsSnapshot());
        await one.AnswerAsync(TestGateway.Ask);
        await other.AnswerAsync(TestGateway.Ask);

        using var response = await other.SendAsync(HttpMethod.Get, "/v1/usage", "rk-free");
        Assert.Contains("\"requests\":2,", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_its_database_a_gateway_serves_by_its_own_limits_says_so_and_recovers()
    {
        var database = await server.CreateDatabaseAsync();
        await using var gateway = await StartAsync(database, new LimitsSnapshot(TokensPerDay: 70));
        await gateway.AnswerAsync(TestGateway.Ask);

        await server.StopAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway));
        Assert.Contains("limits are this gateway's alone", await gateway.Http.GetStringAsync("/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(gateway));
        using (var usage = await gateway.SendAsync(HttpMethod.Get, "/v1/usage", "rk-free")) Assert.Equal(HttpStatusCode.ServiceUnavailable, usage.StatusCode);
        await server.StartAsync();

        await Wait.UntilAsync(async () => await gateway.Http.GetStringAsync("/ready") == "ready\n", "the database is found again", TimeSpan.FromMinutes(2));
        await Wait.UntilAsync(
            async () =>
            {
                using var usage = await gateway.SendAsync(HttpMethod.Get, "/v1/usage", "rk-free");
                return (await usage.Content.ReadAsStringAsync()).Contains("\"requests\":3,\"running\":0,", StringComparison.Ordinal);
            },
            "every request is in the database", TimeSpan.FromMinutes(2));
    }

    private static Task<TestGateway> StartAsync(string database, LimitsSnapshot limits) => TestGateway.StartAsync(
        snapshot => snapshot with { Tenants = [TestGateway.Free with { Limits = limits }] },
        (options, _) => options with { LedgerDatabase = database, DatabasePatience = TimeSpan.FromMinutes(1) });

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway)
    {
        using var response = await gateway.PostAsync(TestGateway.Ask);
        await response.Content.ReadAsStringAsync();
        return response.StatusCode;
    }
}
