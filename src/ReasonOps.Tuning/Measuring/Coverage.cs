using ReasonOps.Tuning.Samples;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Tuning.Measuring;

/// <summary>How many questions have a right answer among k chains: what a perfect verifier would reach.</summary>
/// <param name="PassAtK">0 to 1, over all questions.</param>
public sealed record Coverage(int K, double PassAtK, Interval Interval)
{
    private const int Seed = 20210707;

    /// <returns>For 1, 2, 4 and so on, and as many as every question has.</returns>
    public static IReadOnlyList<Coverage> Of(IReadOnlyList<RecordedQuestion> questions)
    {
        var most = questions.Min(question => question.Samples.Count);
        var ks = Enumerable.Range(0, 31).Select(power => 1 << power).TakeWhile(k => k < most).Append(most);
        return [.. ks.Select(k => Of(questions, k))];
    }

    private static Coverage Of(IReadOnlyList<RecordedQuestion> questions, int k)
    {
        double[] each = [.. questions.Select(question =>
            Statistics.PassAtK.Estimate(question.Samples.Count, question.Samples.Count(sample => sample.IsRight), k))];
        return new Coverage(k, each.Average(), Bootstrap.OfMean(each, Seed));
    }
}
