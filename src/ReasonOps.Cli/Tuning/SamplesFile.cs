using ReasonOps.Cli.Output;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Cli.Tuning;

/// <summary>A file of recorded samples.</summary>
internal static class SamplesFile
{
    /// <exception cref="WrongInputException">It is not there, holds too little, or what is wrong with which line.</exception>
    public static async Task<IReadOnlyList<RecordedQuestion>> ReadAsync(
        string path, AnswerFormat format, IAnswerEquivalence equivalence, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"--samples {path}: no such file");
        try
        {
            await using var file = File.OpenRead(path);
            var questions = await new SampleReader(format, equivalence).ReadAsync(file, cancellation);
            return questions.Count >= Tuner.FewestQuestions
                ? questions
                : throw new WrongInputException($"--samples {path}: {questions.Count} question is too few; there must be {Tuner.FewestQuestions} or more, and a hundred tell much more");
        }
        catch (InvalidSamplesException e)
        {
            throw new WrongInputException([.. e.Errors.Select(error => $"{path}:{error.Line}  {error.Message}")]);
        }
    }

    /// <param name="text">As <c>Boxed</c>, or <c>JsonField=answer</c>.</param>
    public static AnswerFormat Format(string text)
    {
        var parts = text.Split('=', 2);
        try
        {
            return AnswerFormat.Create(parts[0], parts.ElementAtOrDefault(1));
        }
        catch (ArgumentException e)
        {
            throw new WrongInputException($"--answer-format {text}: {e.Message.Split(" (Parameter")[0]}");
        }
    }
}
