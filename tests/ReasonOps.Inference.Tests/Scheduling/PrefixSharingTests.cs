namespace ReasonOps.Inference.Tests.Scheduling;

public class PrefixSharingTests
{
    private static readonly int BlockSize = TestModel.Folder.Config.BlockSize;

    [Fact]
    public async Task A_prompt_that_sixteen_chains_share_is_counted_once()
    {
        await using var engine = TestModel.Engine();

        await engine.Submit(TestModel.Ask(TestModel.Prompt(100, 1), count: 16, maxTokens: 8)).Chains();

        Assert.Equal((7 + 16) * BlockSize, engine.Metrics.PeakTokens);
        Assert.Equal(100, engine.Metrics.PromptTokens);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(48, 32)]
    [InlineData(50, 48)]
    public async Task A_prompt_seen_again_is_found_in_the_cache(int length, int cached)
    {
        await using var engine = TestModel.Engine();
        var request = TestModel.Ask(TestModel.Prompt(length, 2), maxTokens: 4);
        await engine.Submit(request).Chains();
        Assert.Equal(0, engine.Metrics.PrefixHits);

        var again = engine.Submit(request);
        await again.Chains();

        Assert.Equal((cached, cached), (again.CachedTokens, engine.Metrics.PrefixHits));
        Assert.Equal(2 * length - cached, engine.Metrics.PromptTokens);
    }
}
