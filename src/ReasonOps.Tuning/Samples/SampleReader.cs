using System.Text.Json;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Tuning.Samples;

/// <summary>
/// Reads recorded samples, a question a line:
/// <c>{"id", "question", "answer", "samples": [{"reasoning", "content", "tokens": {"reasoning", "answer"}, ...}]}</c>; see docs/tuning.md.
/// </summary>
/// <param name="format">Finds the answer of a sample that names none.</param>
/// <param name="equivalence">Decides which of them are right.</param>
/// <param name="keepReasoning">False: what chains thought is left behind; a vote needs no more than how long it was.</param>
public sealed class SampleReader(AnswerFormat format, IAnswerEquivalence equivalence, bool keepReasoning = false, SampleLimits? limits = null)
{
    private readonly SampleLimits _limits = limits ?? new SampleLimits();
    private readonly Dictionary<string, int> _ids = [];
    private readonly List<SampleError> _errors = [];
    private long _kept;

    /// <returns>One question or more.</returns>
    /// <exception cref="InvalidSamplesException">Names every bad line.</exception>
    public async Task<IReadOnlyList<RecordedQuestion>> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var questions = new List<RecordedQuestion>();
        try
        {
            await foreach (var (number, text) in Lines.ReadAsync(stream, _limits.LineBytes, cancellation))
            {
                if (Parse(number, text) is { } question) questions.Add(Bounded(question, number, questions.Count));
                if (_errors.Count >= _limits.Errors) break;
            }
        }
        catch (LineTooLongException e)
        {
            throw new InvalidSamplesException([new(e.Line, $"is longer than {e.Longest} bytes; give a question fewer samples, or leave their reasoning out")]);
        }
        if (_errors.Count == 0 && questions.Count == 0) _errors.Add(new SampleError(1, "there is no question"));
        return _errors.Count == 0 ? questions : throw new InvalidSamplesException([.. _errors.Take(_limits.Errors)]);
    }

    private RecordedQuestion? Parse(int number, byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Parse(document.RootElement, number, new LineFields(number, _errors));
            _errors.Add(new SampleError(number, "is not a JSON object"));
        }
        catch (JsonException e)
        {
            _errors.Add(new SampleError(number, $"is not JSON: {e.Message}"));
        }
        return null;
    }

    private RecordedQuestion Parse(JsonElement root, int number, LineFields fields)
    {
        var id = fields.Text(root, "id") ?? $"line {number}";
        if (!_ids.TryAdd(id, number)) fields.Wrong("id", $"\"{id}\" is that of line {_ids[id]} too");
        var (question, answer) = (fields.Text(root, "question"), fields.Text(root, "answer"));
        if (LineFields.Find(root, "question") is null) fields.Wrong("question", "is missing");
        var samples = fields.Array(root, "samples", "");
        if (samples is null or []) fields.Wrong("samples", "there must be one or more");
        if (samples?.Length > _limits.Samples) fields.Wrong("samples", $"{samples.Length} are more than {_limits.Samples}");
        var parser = new SampleParser(fields, keepReasoning);
        var parsed = (samples ?? []).Take(_limits.Samples).Select((sample, i) => parser.Parse(sample, $"samples[{i}].")).OfType<RecordedSample>().ToArray();
        if (answer is null && Array.FindIndex(parsed, sample => sample.Check is null) is >= 0 and var unknown)
            fields.Wrong("answer", $"is missing, and samples[{unknown}] has no check, so nobody knows whether it is right");
        return new RecordedQuestion(id, question ?? "", answer, [.. parsed.Select(sample => Judged(sample, answer))]);
    }

    private RecordedSample Judged(RecordedSample sample, string? right)
    {
        var answer = sample.Answer ?? format.Extract(sample.Content);
        return sample with { Answer = answer, IsRight = right is null ? sample.Check is true : answer is not null && equivalence.Same(answer, right) };
    }

    private RecordedQuestion Bounded(RecordedQuestion question, int number, int before)
    {
        _kept += 256 + 2L * question.Question.Length + question.Samples.Sum(sample =>
            160 + 2L * (sample.Reasoning.Length + sample.Content.Length) + 8L * sample.Process.Count + 4L * (sample.Confidences?.Count ?? 0));
        if (before >= _limits.Questions)
            throw new InvalidSamplesException([new(number, $"there are more than {_limits.Questions} questions")]);
        if (_kept > _limits.KeptBytes)
            throw new InvalidSamplesException([new(number, $"takes what is kept above {_limits.KeptBytes >> 20} MiB; give fewer questions, or leave confidences out")]);
        return question;
    }
}
