using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Rollouts.Problems;

/// <summary>What chains are drawn for.</summary>
public sealed record Problem
{
    /// <summary>Its line in the file, from 1: unlike any other's, whatever ids the file has.</summary>
    public required long Number { get; init; }

    /// <summary>The file's own id; else its line.</summary>
    public required string Id { get; init; }

    /// <summary>As the model is asked.</summary>
    public required string Prompt { get; init; }

    /// <summary>What is right; null where only a check can say.</summary>
    public string? Answer { get; init; }

    /// <summary>What decides whether an answer is right, as <c>POST /v1/verify</c> takes it, less the answer; null: it cannot be decided.</summary>
    public JsonElement? Check { get; init; }

    /// <summary>What it asks for: <c>math</c>, <c>code</c>, <c>proof</c>.</summary>
    public required string Ability { get; init; }

    /// <summary>The prompt before it was put into the words that the model is asked with; null where that is not known any more.</summary>
    [JsonIgnore]
    internal string? Plain { get; init; }

    /// <summary>What its numbers may be; null where they are what they are. Its prompt, answer and check are to be filled in then.</summary>
    [JsonIgnore]
    internal ProblemTemplate? Template { get; init; }
}

/// <summary>A line that is no problem. It is left out and told; the others go on.</summary>
/// <param name="Number">Its line, from 1.</param>
/// <param name="Mistake">Which field, which value, what would be right.</param>
public sealed record BadProblem(long Number, string Mistake);
