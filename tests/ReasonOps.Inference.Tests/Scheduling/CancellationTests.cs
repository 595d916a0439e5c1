using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests.Scheduling;

public class CancellationTests
{
    [Fact]
    public async Task Cancelling_frees_running_and_waiting_chains()
    {
        await using var engine = TestModel.Engine(new EngineOptions(MaxRunningChains: 2));
        var generation = engine.Submit(TestModel.Ask(TestModel.Hard, count: 400));
        await Reading.Until(() => engine.Metrics is { Running: 2, Waiting: > 0, Occupancy: > 0 }, "two chains run, the others wait");

        generation.Cancel();

        var chains = await generation.Chains();
        await engine.UntilEmpty();
        Assert.Contains(chains, chain => chain.Tokens.Count == 0);
    }

    [Fact]
    public async Task Cancelling_a_request_that_waits_ends_it_without_a_token()
    {
        await using var engine = TestModel.Engine(new EngineOptions(MaxRunningChains: 1));
        var first = engine.Submit(TestModel.Ask(TestModel.Hard, count: 400));
        await Reading.Until(() => engine.Metrics.Running == 1, "the first runs");
        var second = engine.Submit(TestModel.Ask(TestModel.Hard, count: 3));

        second.Cancel();

        Assert.All(await second.Chains(), chain => Assert.Empty(chain.Tokens));
        Assert.True(engine.Metrics.Running > 0, "the first goes on");
        first.Cancel();
        await engine.UntilEmpty();
    }

    [Fact]
    public async Task Cancelling_a_waiting_chain_of_several_leaves_the_others_as_they_would_be()
    {
        await using var engine = TestModel.Engine(new EngineOptions(MaxRunningChains: 1));
        var request = TestModel.Ask(TestModel.Hard, count: 4);
        var expected = await engine.Submit(request).Chains();

        var generation = engine.Submit(request);
        generation.CancelChain(3);
        var chains = await generation.Chains();

        Assert.Empty(chains[3].Tokens);
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i].Ids, chains[i].Ids);
        await engine.UntilEmpty();
    }

    [Fact]
    public async Task Cancelling_a_running_chain_of_several_ends_it_where_it_is()
    {
        await using var engine = TestModel.Engine();
        var request = TestModel.Ask(TestModel.Hard, count: 4);
        var expected = await engine.Submit(request).Chains();

        var generation = engine.Submit(request);
        await generation.Steps.WaitToReadAsync();
        generation.CancelChain(1);
        var chains = await generation.Chains();

        Assert.Equal(expected[1].Ids[..chains[1].Ids.Length], chains[1].Ids);
        foreach (var i in (int[])[0, 2, 3]) Assert.Equal(expected[i].Ids, chains[i].Ids);
        await engine.UntilEmpty();
    }

    [Fact]
    public async Task Cancelling_twice_or_after_the_end_does_no_harm()
    {
        await using var engine = TestModel.Engine();
        var generation = engine.Submit(TestModel.Ask("1+1="));
        await generation.Chains();

        generation.Cancel();
        generation.CancelChain(0);
        generation.CancelChain(99);
        generation.Cancel();

        Assert.NotEmpty((await engine.Submit(TestModel.Ask("1+1=")).Only()).Tokens);
        await engine.UntilEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Many_requests_cancelled_at_random_leave_an_empty_cache(int seed)
    {
        await using var engine = TestModel.Engine(new EngineOptions(KeyValueTokens: 480, MaxRunningChains: 24, MaxPromptRows: 40));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Live(engine, new Random(seed * 1000 + i)))));

        await engine.UntilEmpty();
        Assert.True(engine.Healthy);
        Assert.True(engine.Metrics.PeakTokens <= engine.Capacity);
        Assert.NotEqual(FinishReason.None, (await engine.Submit(TestModel.Ask("2+2=")).Only()).Finish);
    }

    private static async Task Live(Engine engine, Random random)
    {
        var request = TestModel.Ask(TestModel.Prompt(random.Next(1, 120), random.Next(4)), random.Next(1, 6), random.Next(), random.Next(1, 60)) with
        {
            ThinkingBudget = random.Next(3) == 0 ? random.Next(20) : null,
        };
        var generation = engine.Submit(request);
        var (whole, one, steps) = (random.Next(3) == 0, random.Next(3) == 0, random.Next(0, 20));
        var finished = 0;
        using var deadline = new CancellationTokenSource(Reading.Deadline);
        await foreach (var tokens in generation.Steps.ReadAllAsync(deadline.Token))
        {
            finished += tokens.Count(token => token.Finish != FinishReason.None);
            if (steps-- > 0) continue;
            if (whole) generation.Cancel();
            else if (one) generation.CancelChain(0);
        }
        Assert.InRange(finished, whole ? 0 : request.Count - (one ? 1 : 0), request.Count);
    }
}
