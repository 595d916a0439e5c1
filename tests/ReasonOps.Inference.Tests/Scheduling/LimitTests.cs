using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests.Scheduling;

public class LimitTests
{
    private static readonly int Close = TestModel.Folder.EndOfThinking;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Thinking_is_closed_at_exactly_its_budget_and_untouched_before_it(int budget)
    {
        await using var engine = TestModel.Engine();
        var request = TestModel.Ask(TestModel.Hard, count: 12);
        var free = await engine.Submit(request).Chains();

        var cut = await engine.Submit(request with { ThinkingBudget = budget }).Chains();

        var forced = 0;
        foreach (var (before, after) in free.Zip(cut))
        {
            Assert.InRange(after.Thought, 0, budget);
            if (before.Thought <= budget)
            {
                Assert.Equal(before.Ids, after.Ids);
                continue;
            }
            forced++;
            Assert.Equal([.. before.Ids[..budget], Close], after.Ids[..(budget + 1)]);
            Assert.True(after.Tokens[budget].Thinking);
            Assert.Equal("", after.Tokens[budget].Text);
        }
        Assert.True(forced > 0, "no chain thought longer than the budget: the test shows nothing");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(17)]
    public async Task A_chain_has_exactly_the_tokens_it_may_have_or_ends_before(int max)
    {
        await using var engine = TestModel.Engine();

        var chains = await engine.Submit(TestModel.Ask(TestModel.Hard, count: 12, maxTokens: max)).Chains();

        Assert.All(chains, chain => Assert.True(chain.Finish switch
        {
            FinishReason.Length => chain.Tokens.Count == max && chain.Ids[^1] != TestModel.Folder.EndOfAnswer,
            FinishReason.Stop => chain.Tokens.Count <= max && chain.Ids[^1] == TestModel.Folder.EndOfAnswer,
            _ => false,
        }));
        Assert.Contains(chains, chain => chain.Finish == FinishReason.Length);
        Assert.All(chains, chain => Assert.All(chain.Tokens.SkipLast(1), token => Assert.Equal(FinishReason.None, token.Finish)));
    }

    [Fact]
    public async Task The_longest_request_runs_alone_in_the_smallest_cache_that_takes_it()
    {
        var blockSize = TestModel.Folder.Config.BlockSize;
        await using var engine = TestModel.Engine(new EngineOptions(KeyValueTokens: 5 * blockSize));
        Assert.Equal(4 * blockSize, engine.Longest);

        foreach (var prompt in Enumerable.Range(1, engine.Longest - 1))
        {
            var request = TestModel.Ask(TestModel.Prompt(prompt, prompt), count: 2, maxTokens: engine.Longest - prompt);
            Assert.All(await engine.Submit(request).Chains(), chain => Assert.NotEqual(FinishReason.None, chain.Finish));
        }
        await engine.UntilEmpty();
    }

    public static TheoryData<GenerationRequest, string> Senseless() => new()
    {
        { TestModel.Ask([]), "prompt is empty" },
        { TestModel.Ask([3, 99]), "token 99; tokens are 0 to 17" },
        { TestModel.Ask([3, -1]), "token -1; tokens are 0 to 17" },
        { TestModel.Ask("1+1=", count: 0), "0 chains" },
        { TestModel.Ask("1+1=", maxTokens: 0), "0 tokens; at least 1" },
        { TestModel.Ask("1+1=", maxTokens: 125), "prompt of 4 tokens and 125 new ones do not fit; together they may be 128" },
        { TestModel.Ask("1+1=", maxTokens: int.MaxValue), "together they may be 128" },
        { TestModel.Ask(TestModel.Prompt(200, 1), maxTokens: 1), "prompt of 200 tokens and 1 new" },
        { TestModel.Ask("1+1=") with { Sampling = new(double.NaN) }, "temperature is NaN" },
        { TestModel.Ask("1+1=") with { Sampling = new(-1) }, "temperature is -1" },
        { TestModel.Ask("1+1=") with { Sampling = new(1, TopP: 0) }, "top-p is 0" },
    };

    [Theory]
    [MemberData(nameof(Senseless), DisableDiscoveryEnumeration = true)]
    public async Task A_request_that_cannot_be_met_is_refused_with_what_would_be_right(GenerationRequest request, string says)
    {
        await using var engine = TestModel.Engine(new EngineOptions(KeyValueTokens: 144));

        Assert.Contains(says, Assert.Throws<ArgumentException>(() => engine.Submit(request)).Message, StringComparison.Ordinal);
        Assert.NotEmpty((await engine.Submit(TestModel.Ask("1+1=")).Only()).Tokens);
    }

    [Fact]
    public async Task One_request_more_than_may_wait_is_refused_until_another_leaves()
    {
        await using var engine = TestModel.Engine(new EngineOptions(MaxRunningChains: 1, MaxWaitingRequests: 2));
        var running = engine.Submit(TestModel.Ask(TestModel.Hard, count: 400));
        await Reading.Until(() => engine.Metrics.Running == 1, "the first runs");
        Generation[] waiting = [engine.Submit(TestModel.Ask("1+1=")), engine.Submit(TestModel.Ask("1+2="))];

        Assert.Contains("2 requests wait", Assert.Throws<EngineBusyException>(() => engine.Submit(TestModel.Ask("1+3="))).Message, StringComparison.Ordinal);

        waiting[0].Cancel();
        await waiting[0].Chains();
        await Reading.Until(() => TrySubmit(engine), "a place in the queue");
        Assert.Throws<EngineBusyException>(() => engine.Submit(TestModel.Ask("1+3=")));
        running.Cancel();
        Assert.NotEmpty((await waiting[1].Only()).Tokens);
        await engine.UntilEmpty();
    }

    private static bool TrySubmit(Engine engine)
    {
        try
        {
            engine.Submit(TestModel.Ask("1+4="));
            return true;
        }
        catch (EngineBusyException)
        {
            return false;
        }
    }

    public static TheoryData<EngineOptions, string> WrongOptions() => new()
    {
        { new EngineOptions(KeyValueTokens: 31), "KeyValueTokens is 31; it must be at least 32" },
        { new EngineOptions(MaxRunningChains: 0), "MaxRunningChains is 0; it must be at least 1" },
        { new EngineOptions(MaxWaitingRequests: 0), "MaxWaitingRequests is 0" },
        { new EngineOptions(MaxPromptRows: 0), "MaxPromptRows is 0" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions), DisableDiscoveryEnumeration = true)]
    public void Options_with_which_nothing_would_ever_run_are_refused(EngineOptions options, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => TestModel.Engine(options)).Message, StringComparison.Ordinal);
}
