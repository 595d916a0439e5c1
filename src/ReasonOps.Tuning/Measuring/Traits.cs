using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Measuring;

/// <summary>What a record can measure: a strategy that needs what no sample tells cannot be replayed from it.</summary>
/// <param name="FewestSamples">Of any question: no setting may draw more.</param>
/// <param name="MedianTokens">Of a sample.</param>
/// <param name="Timed">Every sample says how long it took.</param>
public sealed record Traits(int Questions, int Samples, int FewestSamples, int MedianTokens, bool Outcome, bool Process, bool Confidence, bool Check, bool Timed)
{
    public static Traits Of(IReadOnlyList<RecordedQuestion> questions)
    {
        bool All(Func<RecordedSample, bool> holds) => questions.All(question => question.Samples.All(holds));
        return new Traits(
            questions.Count, questions.Sum(question => question.Samples.Count), questions.Min(question => question.Samples.Count),
            questions.SelectMany(question => question.Samples).Select(sample => sample.Tokens).Order().ElementAt(questions.Sum(question => question.Samples.Count) / 2),
            All(sample => sample.Outcome is not null), All(sample => sample.Process.Count > 0), All(sample => sample.Confidences is not null),
            All(sample => sample.Check is not null), All(sample => sample.Seconds is not null));
    }
}
