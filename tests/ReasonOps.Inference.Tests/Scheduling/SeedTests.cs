using ReasonOps.Inference.Sampling;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests.Scheduling;

/// <summary>A chain depends on its prompt and its seed alone.</summary>
public class SeedTests
{
    private static readonly GenerationRequest[] Requests =
    [
        TestModel.Ask(TestModel.Hard, count: 8, seed: 1),
        TestModel.Ask("3+4=", count: 2, seed: 100),
        TestModel.Ask(TestModel.Prompt(90, 1), count: 3, seed: 7),
        TestModel.Ask("8*7-55=", count: 1, seed: -5) with { Sampling = new SamplingOptions(0.7, TopP: 0.9, TopK: 5) },
        TestModel.Ask(TestModel.Prompt(33, 2), count: 4, seed: 4000) with { ThinkingBudget = 9 },
        TestModel.Ask("17-4*9+3-88=", count: 1, seed: 12) with { Sampling = new SamplingOptions(0) },
    ];

    [Fact]
    public async Task Chains_are_the_same_alone_and_in_one_batch_with_others()
    {
        await using var engine = TestModel.Engine();
        var alone = new List<int[][]>();
        foreach (var request in Requests) alone.Add(await Alone(engine, request));

        Assert.Equal(alone, await Together(new EngineOptions()));
    }

    [Fact]
    public async Task Chains_are_the_same_when_prompts_are_computed_in_chunks()
    {
        Assert.Equal(await Together(new EngineOptions(MaxPromptRows: 512)), await Together(new EngineOptions(MaxPromptRows: 4)));
    }

    [Fact]
    public async Task Chains_are_the_same_after_preemption()
    {
        var roomy = await Together(new EngineOptions());
        // 13 blocks: the longest request fits alone, and not much beside it.
        foreach (var options in (EngineOptions[])[new(KeyValueTokens: 208), new(KeyValueTokens: 208, MaxPromptRows: 4)])
        {
            await using var tight = TestModel.Engine(options);
            Assert.Equal(roomy, await Together(tight));
            Assert.True(tight.Metrics.Preemptions > 0, "it was to be too tight");
            await tight.UntilEmpty();
        }
    }

    [Fact]
    public async Task Chains_of_one_request_are_those_of_requests_with_consecutive_seeds()
    {
        await using var engine = TestModel.Engine();
        var shared = await engine.Submit(TestModel.Ask(TestModel.Hard, count: 5, seed: 30)).Chains();
        var separate = Enumerable.Range(30, 5).Select(seed => engine.Submit(TestModel.Ask(TestModel.Hard, seed: seed))).ToArray();

        for (var i = 0; i < 5; i++) Assert.Equal(shared[i].Ids, (await separate[i].Only()).Ids);
        Assert.True(shared.Select(chain => string.Join(',', chain.Ids)).Distinct().Count() > 1, "chains of other seeds are to differ");
    }

    [Fact]
    public async Task A_prompt_found_in_the_cache_gives_the_same_chain()
    {
        await using var engine = TestModel.Engine();
        var request = TestModel.Ask(TestModel.Prompt(70, 5), seed: 3);
        var (first, again) = (engine.Submit(request), default(Generation));
        var computed = await first.Only();
        again = engine.Submit(request);

        Assert.Equal(computed.Ids, (await again.Only()).Ids);
        Assert.Equal((0, 64), (first.CachedTokens, again.CachedTokens));
    }

    /// <summary>Each chain in a request of its own, one after another.</summary>
    private static async Task<int[][]> Alone(Engine engine, GenerationRequest request)
    {
        var chains = new List<int[]>();
        for (var i = 0; i < request.Count; i++)
            chains.Add((await engine.Submit(request with { Count = 1, Seed = request.Seed + i }).Only()).Ids);
        return [.. chains];
    }

    private static async Task<List<int[][]>> Together(EngineOptions options)
    {
        await using var engine = TestModel.Engine(options);
        return await Together(engine);
    }

    private static async Task<List<int[][]>> Together(Engine engine)
    {
        var generations = Requests.Select(engine.Submit).ToArray();
        var chains = new List<int[][]>();
        foreach (var generation in generations) chains.Add([.. (await generation.Chains()).Select(chain => chain.Ids)]);
        return chains;
    }
}
