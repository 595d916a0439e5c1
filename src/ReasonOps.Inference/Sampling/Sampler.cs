using System.Numerics.Tensors;

namespace ReasonOps.Inference.Sampling;

/// <summary>
/// Draws tokens from logits. The draw at place <c>i</c> of a chain depends on (seed, i) alone, so a chain is the same alone,
/// in any batch, and after a preemption. Holds scratch space: one a thread.
/// </summary>
public sealed class Sampler(int vocabulary, IReadOnlyList<int> neverSampled)
{
    /// <summary>Below this a temperature is greedy, as in vLLM: logits divided by it leave float's range.</summary>
    private const double Greedy = 1e-5;

    private readonly float[] _logits = new float[vocabulary];
    private readonly float[] _weights = new float[vocabulary];
    private readonly int[] _order = new int[vocabulary];

    public Sample Draw(ReadOnlySpan<float> logits, SamplingOptions options, long seed, int place)
    {
        Read(logits);
        var token = options.Temperature < Greedy ? TensorPrimitives.IndexOfMax<float>(_logits) : Random(options, seed, place);
        return options.Logprobs is { } count ? WithLogprobs(token, count) : new Sample(token, 0, null);
    }

    /// <summary>The sample for a token that was not drawn but set.</summary>
    public Sample Given(ReadOnlySpan<float> logits, int token, SamplingOptions options)
    {
        if (options.Logprobs is not { } count) return new Sample(token, 0, null);
        Read(logits);
        return WithLogprobs(token, count);
    }

    private void Read(ReadOnlySpan<float> logits)
    {
        logits.CopyTo(_logits);
        foreach (var never in neverSampled) _logits[never] = float.NegativeInfinity;
    }

    private int Random(SamplingOptions options, long seed, int place)
    {
        // The largest becomes 0 first: SoftMax takes the exponential of what it gets, and a low temperature makes that infinite.
        TensorPrimitives.Subtract(_logits, TensorPrimitives.Max<float>(_logits), _weights);
        TensorPrimitives.Divide(_weights, (float)options.Temperature, _weights);
        TensorPrimitives.SoftMax<float>(_weights, _weights);
        if (options.TopK > 0 || options.TopP < 1) Cut(options);
        var point = Uniform(seed, place) * TensorPrimitives.Sum<float>(_weights);
        var last = 0;
        for (var token = 0; token < _weights.Length; token++)
        {
            if (_weights[token] == 0) continue;
            last = token;
            if ((point -= _weights[token]) < 0) return token;
        }
        return last; // rounding: the point was at the very end
    }

    private void Cut(SamplingOptions options)
    {
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        Array.Sort(_order, (a, b) => _weights[b] != _weights[a] ? _weights[b].CompareTo(_weights[a]) : a.CompareTo(b));
        var keep = options.TopK > 0 ? Math.Min(options.TopK, _order.Length) : _order.Length;
        foreach (var token in _order.AsSpan(keep)) _weights[token] = 0;
        // Top-p of what top-k left, as in vLLM.
        var enough = options.TopP * TensorPrimitives.Sum<float>(_weights);
        var sum = 0d;
        foreach (var token in _order.AsSpan(0, keep))
        {
            if (options.TopP < 1 && sum > 0 && sum >= enough) _weights[token] = 0;
            sum += _weights[token];
        }
    }

    private Sample WithLogprobs(int token, int count)
    {
        var max = TensorPrimitives.Max<float>(_logits);
        var sum = 0d;
        foreach (var logit in _logits) sum += Math.Exp(logit - max);
        var normaliser = max + (float)Math.Log(sum);
        var top = Enumerable.Range(0, _logits.Length)
            .Where(i => !float.IsNegativeInfinity(_logits[i]))
            .OrderByDescending(i => _logits[i]).Take(count)
            .Select(i => new TokenProbability(i, _logits[i] - normaliser)).ToArray();
        return new Sample(token, _logits[token] - normaliser, top);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014) of the pair, as a number in [0, 1).</summary>
    internal static double Uniform(long seed, int place)
    {
        var z = Mix((ulong)seed) + 0x9E3779B97F4A7C15UL * ((ulong)place + 1);
        return (Mix(z) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
