using ReasonOps.Inference.Sampling;

namespace ReasonOps.Inference.Tests.Sampling;

public class SamplerTests
{
    private const int Never = 4;

    // Probabilities of tokens 0 to 3; token 4 is likelier than all of them and never sampled.
    private static readonly double[] Probabilities = [0.5, 0.3, 0.15, 0.05];
    private static readonly float[] Logits = [.. Probabilities.Select(p => (float)Math.Log(p)), 3f];

    private readonly Sampler _sampler = new(Logits.Length, [Never]);

    [Fact]
    public void Frequencies_are_near_probabilities() => AssertFrequencies(new SamplingOptions(), Probabilities);

    [Fact]
    public void Temperature_flattens()
    {
        var roots = Probabilities.Select(Math.Sqrt).ToArray();
        AssertFrequencies(new SamplingOptions(Temperature: 2), [.. roots.Select(root => root / roots.Sum())]);
    }

    [Fact]
    public void Top_k_keeps_the_k_likeliest() => AssertFrequencies(new SamplingOptions(TopK: 2), [0.625, 0.375, 0, 0]);

    [Fact]
    public void Top_p_keeps_the_smallest_set_that_reaches_it() => AssertFrequencies(new SamplingOptions(TopP: 0.7), [0.625, 0.375, 0, 0]);

    [Fact]
    public void Top_p_keeps_the_likeliest_token_however_small_it_is() => AssertFrequencies(new SamplingOptions(TopP: 1e-9), [1, 0, 0, 0]);

    [Fact]
    public void Top_p_counts_what_top_k_leaves_as_all() => AssertFrequencies(new SamplingOptions(TopK: 2, TopP: 0.6), [1, 0, 0, 0]);

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(1e-6)]
    [InlineData(1e-4)]
    [InlineData(0.01)]
    public void A_temperature_near_zero_is_greedy_whatever_the_size_of_the_logits(double temperature)
    {
        foreach (var scale in (float[])[1, 1000, 1e20f])
        {
            float[] logits = [.. Logits.Select(logit => logit * scale)];
            foreach (var seed in Enumerable.Range(0, 50))
                Assert.Equal(0, _sampler.Draw(logits, new SamplingOptions(temperature), seed, seed).Token);
        }
    }

    [Fact]
    public void A_draw_depends_on_seed_and_place_alone()
    {
        var options = new SamplingOptions();
        var inOrder = Draws(Enumerable.Range(0, 400), options, _sampler);
        var backwards = Draws(Enumerable.Range(0, 400).Reverse(), options, new Sampler(Logits.Length, [Never]));

        Assert.Equal(inOrder.OrderBy(draw => draw.Key), backwards.OrderBy(draw => draw.Key));
        Assert.Contains(inOrder, draw => draw.Value != inOrder[(draw.Key.Seed, 0)]);
        Assert.Contains(inOrder, draw => draw.Value != inOrder[(0, draw.Key.Place)]);
    }

    private static Dictionary<(int Seed, int Place), int> Draws(IEnumerable<int> numbers, SamplingOptions options, Sampler sampler) =>
        numbers.ToDictionary(i => (i / 20, i % 20), i => sampler.Draw(Logits, options, i / 20, i % 20).Token);

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Any_seed_draws(long seed)
    {
        var tokens = Enumerable.Range(0, 200).Select(place => _sampler.Draw(Logits, new SamplingOptions(), seed, place).Token).ToArray();

        Assert.DoesNotContain(Never, tokens);
        Assert.True(tokens.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(20)]
    public void Logprobs_are_the_models_own_whatever_the_temperature(int count)
    {
        var sample = _sampler.Draw(Logits, new SamplingOptions(Temperature: 0.5, TopK: 1, Logprobs: count), seed: 1, place: 1);

        Assert.Equal(Math.Log(Probabilities[sample.Token]), sample.Logprob, 1e-5);
        Assert.Equal(Math.Min(count, 4), sample.Top!.Length);
        Assert.Equal(Enumerable.Range(0, sample.Top.Length), sample.Top.Select(top => top.Token));
        if (count == 20) Assert.Equal(1, sample.Top.Sum(top => Math.Exp(top.Logprob)), 1e-5);
    }

    [Fact]
    public void A_given_token_has_the_logprob_it_would_have_had_if_drawn()
    {
        var sample = _sampler.Given(Logits, 3, new SamplingOptions(Logprobs: 20));

        Assert.Equal(3, sample.Token);
        Assert.Equal(Math.Log(0.05), sample.Logprob, 1e-5);
        Assert.All(sample.Top!, top => Assert.True(float.IsFinite(top.Logprob)));
    }

    private void AssertFrequencies(SamplingOptions options, double[] expected)
    {
        const int Draws = 20_000;
        var counts = new int[Logits.Length];
        // Consecutive seeds at few places, as the chains of requests have them.
        for (var i = 0; i < Draws; i++) counts[_sampler.Draw(Logits, options, seed: i / 4, place: i % 4).Token]++;
        Assert.Equal(0, counts[Never]);
        for (var token = 0; token < expected.Length; token++)
        {
            if (expected[token] == 0) Assert.Equal(0, counts[token]);
            else Assert.InRange((double)counts[token] / Draws, expected[token] - 0.02, expected[token] + 0.02);
        }
    }
}
