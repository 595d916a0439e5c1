using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Cli.Tests.EndToEnd;

public sealed class TokenConservationTests
{
    private static readonly string[] Tenants = ["free", "pro", "research"];
    private static readonly string[] Prompts = ["2+3=", "12+7*8-5=", "88+29-41=", "9*3+77-12*4=", "5-39="];

    [Fact]
    public async Task What_the_gateway_reports_as_spent_is_what_the_engines_generated()
    {
        // Every vote is drawn to its end: of a chain that is cancelled the engine may have drawn a token more than it could send.
        await using var service = await SampleService.StartAsync(tenant => tenant with { Stop = new StopSnapshot("None"), Limits = new LimitsSnapshot() });

        var spent = await Task.WhenAll(Enumerable.Range(0, 36).Select(i =>
            SpentAsync(service, Tenants[i % 3], Prompts[i % Prompts.Length], seed: 1000 * i, stream: i % 2 == 0)));

        var engines = await service.GaugesAsync();
        Assert.Equal(spent.Sum(), engines.Sum(engine => engine.Generated));
        Assert.All(spent, tokens => Assert.True(tokens > 0));
        Assert.All(engines, engine => Assert.True(engine.Generated > 0, "an engine had nothing to do"));
        await IdleAsync(service);
    }

    [Fact]
    public async Task Votes_that_stop_early_and_clients_that_leave_give_everything_back()
    {
        await using var service = await SampleService.StartAsync(tenant => tenant with { Limits = new LimitsSnapshot() });

        var asked = Enumerable.Range(0, 36).Select(i => i % 3 == 0
            ? AbandonAsync(service, Tenants[i / 3 % 3], Prompts[i % Prompts.Length], after: i % 4)
            : SpentAsync(service, Tenants[i % 3], Prompts[i % Prompts.Length], seed: 1000 * i, stream: i % 2 == 0));
        var spent = await Task.WhenAll(asked);

        await IdleAsync(service);
        Assert.True(spent.Sum() <= (await service.GaugesAsync()).Sum(engine => engine.Generated));
        Assert.NotEmpty((await service.AskAsync("research", "2+3=")).Content());
    }

    private static Task IdleAsync(SampleService service) => Wait.UntilAsync(
        async () => (await service.GaugesAsync()).All(engine => engine.IsIdle), "an engine still holds chains or cache", TimeSpan.FromMinutes(1));

    private static async Task<int> SpentAsync(SampleService service, string tenant, string prompt, long seed, bool stream)
    {
        if (!stream) return (await service.AskAsync(tenant, prompt, seed)).Reasonops!.Tokens!.Spent;
        ReasonOpsReport? report = null;
        await foreach (var chunk in service.Client(tenant).StreamChatAsync(Asking.Question(service.Model, prompt, seed)))
            report = chunk.Reasonops ?? report;
        return report!.Tokens!.Spent;
    }

    /// <summary>Leaves a stream after some of its chunks. Nothing it drew is known here.</summary>
    private static async Task<int> AbandonAsync(SampleService service, string tenant, string prompt, int after)
    {
        var read = 0;
        await foreach (var _ in service.Client(tenant).StreamChatAsync(Asking.Question(service.Model, prompt)))
            if (read++ == after) break;
        return 0;
    }
}
