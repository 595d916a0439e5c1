using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Tuning.Measuring;

/// <summary>How a setting fared on every question, each the mean over its replays.</summary>
/// <param name="Right">0 to 1.</param>
/// <param name="Tokens">Of all chains of an answer, those given up included.</param>
/// <param name="Seconds">Until the answer.</param>
/// <param name="Cast">Votes an answer was found from.</param>
public sealed record Measured(Setting Setting, double[] Right, double[] Tokens, double[] Seconds, double[] Cast)
{
    private const int Seed = 20210707;

    private Interval? _interval;

    /// <summary>Its numbers were chosen on other questions than each was measured on.</summary>
    public bool HeldOut { get; init; }

    public double Accuracy => Right.Average();
    public double MeanTokens => Tokens.Average();
    public double MeanSeconds => Seconds.Average();
    public double MeanCast => Cast.Average();

    public Interval Interval => _interval ??= Bootstrap.OfMean(Right, Seed);
    public Interval TokensInterval => Bootstrap.OfMean(Tokens, Seed);

    /// <summary>Of the questions' means.</summary>
    public double SlowestSeconds => Bootstrap.Percentile([.. Seconds.Order()], 0.95);

    /// <summary>Those questions alone.</summary>
    public Measured On(IReadOnlyList<int> questions)
    {
        double[] Of(double[] all) => [.. questions.Select(question => all[question])];
        return new Measured(Setting, Of(Right), Of(Tokens), Of(Seconds), Of(Cast)) { HeldOut = HeldOut };
    }
}
