using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Engines.Trust;

namespace ReasonOps.Engines.Tests.Trust;

public sealed class VoteTestTests
{
    /// <summary>The others' votes lost in a fifth of their requests' shares.</summary>
    private static readonly (long, double) Others = (1000, 200);

    [Fact]
    public void An_engine_that_loses_as_often_as_the_others_is_never_suspected() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            // Clumped as questions are: mostly agreed on, sometimes not at all.
            var random = new Random(seed);
            var test = new VoteTest();
            for (var request = 0; request < 5000; request++) Assert.False(test.Observe(random.NextDouble() < 0.2 ? 1 : 0, Others));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_that_turns_bad_late_is_found_as_soon_as_a_new_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var test = new VoteTest();
            for (var request = 0; request < 1000; request++) test.Observe(random.NextDouble() < 0.2 ? 1 : 0, Others);
            Assert.Contains(true, Enumerable.Range(0, 1000).Select(_ => test.Observe(random.NextDouble() < 0.6 ? 1 : 0, Others)));
            Assert.Equal(1, test.Evidence);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_concluded_before_it_is_known_what_is_usual()
    {
        var test = new VoteTest();
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.False(test.Observe(1, (VoteTest.LeastUsual - 1, 0))));
        Assert.Equal((1.0, 0.0), (test.Disagreement, test.Evidence));
    }

    [Fact]
    public void Where_the_others_lose_as_often_there_is_no_evidence()
    {
        var test = new VoteTest();
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.False(test.Observe(1, (100, 100))));
    }
}
