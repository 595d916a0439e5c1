using System.Text.RegularExpressions;

namespace ReasonOps.Reasoning.Answers;

/// <summary>Finds the answer in what a chain said.</summary>
public abstract class AnswerFormat
{
    public static IReadOnlyList<string> Kinds { get; } =
        ["Hash", "HashHashHashHash", "Boxed", "LastNumber", "Choice", "JsonField", "Regex", "Whole"];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="pattern">The field of <c>JsonField</c>, the pattern of <c>Regex</c>; nothing to the others.</param>
    /// <exception cref="ArgumentException">The kind is unknown, or its pattern is missing or not a regular expression.</exception>
    public static AnswerFormat Create(string kind, string? pattern) => kind switch
    {
        "Hash" => new MarkedFormat(hashes: 1),
        "HashHashHashHash" => new MarkedFormat(hashes: 4),
        "Boxed" => new BoxedFormat(),
        "LastNumber" => new LastNumberFormat(),
        "Choice" => new ChoiceFormat(),
        "JsonField" => new JsonFieldFormat(Needed(kind, pattern, "the name of the field")),
        "Regex" => new RegexFormat(Compiled(Needed(kind, pattern, "a regular expression"))),
        "Whole" => new WholeFormat(),
        _ => throw new ArgumentException($"kind: \"{kind}\" is not an answer format; use one of {string.Join(", ", Kinds)}", nameof(kind)),
    };

    /// <summary>The answer, trimmed and not empty; null where there is none. Never throws; its time is bounded whatever the content.</summary>
    public abstract string? Extract(string content);

    private protected static string? Found(ReadOnlySpan<char> text) => text.Trim() is { Length: > 0 } answer ? answer.ToString() : null;

    private static string Needed(string kind, string? pattern, string what) => !string.IsNullOrEmpty(pattern)
        ? pattern
        : throw new ArgumentException($"pattern: {kind} needs {what}", nameof(pattern));

    private static Regex Compiled(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, RegexFormat.Patience);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"pattern: \"{pattern}\" is not a regular expression: {e.Message}", nameof(pattern), e);
        }
    }
}
