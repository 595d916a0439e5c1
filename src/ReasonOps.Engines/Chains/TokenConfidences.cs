using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Chains;

/// <summary>Each token's confidence from its log probabilities, see <see cref="Confidence"/>; kept until the tokens are reported.</summary>
internal sealed class TokenConfidences
{
    /// <summary>The most probable tokens that are asked for at each place; every engine gives as many.</summary>
    public const int Top = 5;

    /// <summary>What vLLM writes for minus infinity, which JSON cannot.</summary>
    private const double Impossible = -9999;

    private readonly List<double> _unreported = [];

    public void Add(ChoiceLogprobs? logprobs)
    {
        foreach (var token in logprobs?.Content ?? [])
            if (Of(token) is { } confidence) _unreported.Add(confidence);
    }

    /// <summary>Those of the next tokens to be reported; null where the engine told of none.</summary>
    public IReadOnlyList<double>? Take(int tokens)
    {
        var count = Math.Min(tokens, _unreported.Count);
        if (count == 0) return null;
        var taken = _unreported[..count];
        _unreported.RemoveRange(0, count);
        return taken;
    }

    private static double? Of(TokenLogprob token)
    {
        var (sum, count) = (0.0, 0);
        foreach (var likely in token.TopLogprobs ?? [])
        {
            if (likely is null || !double.IsFinite(likely.Logprob) || likely.Logprob <= Impossible) continue;
            (sum, count) = (sum + likely.Logprob, count + 1);
        }
        return count == 0 ? null : -sum / count;
    }
}
