using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Capacity.Forecasts;

namespace ReasonOps.Capacity.Tests.Forecasts;

public class ChainLengthsTests
{
    [Fact]
    public void Before_anything_ends_every_octave_is_as_likely()
    {
        var lengths = new ChainLengths();
        Assert.Equal(1, lengths.Survival(8));
        Assert.Equal(0.5, lengths.Survival(512), 0.02);
        Assert.InRange(lengths.Survival(16384), 0, 0.03);
    }

    [Fact]
    public void What_ends_at_one_length_is_expected_to_end_there()
    {
        var lengths = Learned(Enumerable.Repeat(1000, 2000), cut: false);
        Assert.True(lengths.Survival(700) > 0.9);
        Assert.True(lengths.Survival(1300) < 0.1);
        Assert.Equal(850, lengths.ExpectedAt(500, 4096, 350), 100.0);
        Assert.InRange(lengths.ExpectedAt(500, 4096, 1500), 0, 200);
    }

    [Fact]
    public void A_budget_ends_a_chain_and_releases_what_it_held() =>
        Assert.Equal(0, new ChainLengths().ExpectedAt(900, 1000, 101));

    [Fact]
    public void What_was_cut_off_says_only_that_it_was_at_least_so_long()
    {
        var cut = Learned(Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? 1000 : 5000), cut: false);
        var random = new ChainLengths();
        for (var i = 0; i < 2000; i++)
        {
            if (i % 2 == 0) random.Observe(1000, false);
            else random.Observe(2000, true);
        }
        Assert.Equal(cut.Survival(1500), random.Survival(1500), 0.05);
        Assert.Equal(cut.Survival(3000), random.Survival(3000), 0.1);
    }

    [Fact]
    public void A_chain_that_has_come_far_is_expected_to_go_on_where_lengths_have_a_long_tail()
    {
        var lengths = Learned(Enumerable.Range(0, 4000).Select(i => i % 10 == 0 ? 16_000 : 300), cut: false);
        Assert.True(lengths.Lives(100, 1000) < 0.2);
        Assert.True(lengths.Lives(1000, 1000) > 0.8);
    }

    [Fact]
    public void New_lengths_replace_old_ones()
    {
        var lengths = Learned(Enumerable.Repeat(200, 3000).Concat(Enumerable.Repeat(4000, 12_000)), cut: false);
        Assert.True(lengths.Survival(2000) > 0.9);
    }

    [Fact]
    public void Long_chains_count_no_more_than_short_ones_for_ending_later()
    {
        // One of each length begins at a time; the short one ends at once, the long one when 4,000 others have.
        var (lengths, begun) = (new ChainLengths(), 0);
        for (var ended = 0; ended < 20_000; ended += 2, begun++)
        {
            lengths.Observe(100, cut: false);
            if (begun >= 2000) lengths.Observe(5000, cut: false, since: 4000);
        }
        for (var i = 0; i < 2000; i++) lengths.Run(2000, since: 2 * i);
        Assert.Equal(0.5, lengths.Survival(1000), 0.05);
    }

    [Fact]
    public void The_mean_is_that_of_what_was_seen()
    {
        var random = new Random(1);
        var seen = Enumerable.Range(0, 5000).Select(_ => (int)Math.Exp(6 + random.NextDouble() * 2)).ToList();
        var lengths = Learned(seen, cut: false);
        Assert.Equal(seen.Average(), lengths.Mean(1 << 20), 0.1 * seen.Average());
        Assert.InRange(lengths.Mean(500), 300, 500);
    }

    [Fact]
    public void Survival_falls_from_one_and_stays_in_its_bounds() => Prop.ForAll(
        Gen.Choose(0, 2_000_000).ArrayOf().ToArbitrary(), Gen.Choose(0, 1_500_000).Two().ToArbitrary(), (seen, at) =>
    {
        var lengths = Learned(seen, cut: seen.Length % 2 == 1);
        var (less, more) = (Math.Min(at.Item1, at.Item2), Math.Max(at.Item1, at.Item2));
        Assert.InRange(lengths.Survival(more), 0, lengths.Survival(less));
        Assert.InRange(lengths.Survival(less), 0, 1);
        Assert.InRange(lengths.ExpectedAt(less, more + 10.0, 5), 0, less + 5.0);
    }).QuickCheckThrowOnFailure();

    private static ChainLengths Learned(IEnumerable<int> seen, bool cut)
    {
        var lengths = new ChainLengths();
        foreach (var length in seen) lengths.Observe(length, cut);
        return lengths;
    }
}
