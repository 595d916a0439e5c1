using ReasonOps.Reasoning.Answers;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Replay;

/// <summary>The answer that a content was recorded with, whatever a format would find in it.</summary>
internal sealed class RecordedFormat(RecordedQuestion question) : AnswerFormat
{
    private readonly Dictionary<string, string?> _answers = question.Samples
        .GroupBy(sample => sample.Content.Length > 0 ? sample.Content : sample.Answer ?? "")
        .ToDictionary(same => same.Key, same => same.First().Answer);

    public override string? Extract(string content) => _answers.GetValueOrDefault(content);
}
