using System.Text;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Tests;

/// <summary>Records made up for tests.</summary>
internal static class Records
{
    public static SampleReader Reader(SampleLimits? limits = null, bool keepReasoning = true) =>
        new(AnswerFormat.Create("Whole", null), new NumericEquivalence(), keepReasoning, limits);

    public static Task<IReadOnlyList<RecordedQuestion>> ReadAsync(string text, SampleLimits? limits = null, bool keepReasoning = true) =>
        Reader(limits, keepReasoning).ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);

    public static RecordedSample Sample(string answer, int reasoning = 10, int said = 1, string right = "1") => new()
    {
        Reasoning = new string('r', reasoning), Content = answer, Answer = answer, ReasoningTokens = reasoning, AnswerTokens = said, IsRight = answer == right,
    };

    public static RecordedQuestion Question(string id, params RecordedSample[] samples) => new(id, $"what is {id}?", "1", samples);

    /// <summary>
    /// Questions of three kinds: on easy ones nine chains of ten are right, on middling ones six, on hard ones three. Right chains tend to get
    /// higher rewards and are surer; chains of hard questions are longer.
    /// </summary>
    public static IReadOnlyList<RecordedQuestion> Simulated(int questions, int samples, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, questions).Select(i => Simulated(i, samples, random))];
    }

    private static RecordedQuestion Simulated(int i, int samples, Random random)
    {
        var (rate, length) = (i % 3) switch { 0 => (0.9, 20), 1 => (0.6, 40), _ => (0.3, 80) };
        return Question($"q{i}", [.. Enumerable.Range(0, samples).Select(_ =>
        {
            var isRight = random.NextDouble() < rate;
            var reward = Math.Clamp((isRight ? 0.7 : 0.3) + (random.NextDouble() - 0.5) * 0.7, 0, 1);
            var tokens = length + random.Next(length);
            return Sample(isRight ? "1" : $"{2 + random.Next(6)}", tokens) with
            {
                Outcome = reward, Process = [1, reward], Check = isRight, Confidences = [.. Enumerable.Repeat((float)(reward * 5 + 5), tokens + 1)],
            };
        })]);
    }
}
