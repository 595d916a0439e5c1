using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Rollouts.Problems;

/// <summary>A problem out of its line.</summary>
/// <param name="fields">Where the line has what.</param>
/// <param name="template">The prompt as the model is asked, with <c>{prompt}</c> in it; null: as it stands.</param>
internal sealed class ProblemParser(ProblemFields fields, string? template = null)
{
    private const int LongestShown = 60;
    private readonly AnswerFormat _answers = AnswerFormat.Create(fields.AnswerFormat, null);

    /// <returns>The problem, or what is wrong with the line.</returns>
    public (Problem? Problem, BadProblem? Bad) Parse(long number, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return (Parse(number, document.RootElement), null);
        }
        catch (JsonException e)
        {
            return (null, new(number, $"is not JSON: {e.Message}"));
        }
        catch (FormatException e)
        {
            return (null, new(number, e.Message));
        }
    }

    private Problem Parse(long number, JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new FormatException($"{Shown(line)} is not an object");
        var prompt = Text(line, fields.Prompt) ?? throw new FormatException($"{fields.Prompt}: is missing; map the field that has the question");
        var answer = fields.Answer is { } place && Text(line, place) is { } whole ? Answer(place, whole) : null;
        var check = Check(line) ?? (answer is null ? null : Element(new JsonObject { ["type"] = "math", ["expected"] = answer }));
        if (fields.Checks is { } kinds && check?.GetProperty("type").GetString() is { } kind && !kinds.Contains(kind))
            throw new FormatException($"its check is of type {kind}, and verify.checks has {string.Join(", ", kinds)} only");
        var numbers = line.TryGetProperty(fields.Parameters, out var parameters) && parameters.ValueKind != JsonValueKind.Null
            ? ProblemTemplate.Parse(fields.Parameters, parameters)
            : null;
        var problem = new Problem
        {
            Number = number,
            Id = Text(line, fields.Id) ?? $"{number}",
            Prompt = numbers is null ? template?.Replace("{prompt}", prompt, StringComparison.Ordinal) ?? prompt : prompt,
            Plain = prompt,
            Template = numbers,
            Answer = answer,
            Check = check,
            Ability = check?.GetProperty("type").GetString() is { } type and ("code" or "proof") ? type : "math",
        };
        // What cannot be filled in is told with its line.
        numbers?.Fill(problem, 1, seed: 0);
        return problem;
    }

    private string Answer(string place, string whole) => _answers.Extract(whole)
        ?? throw new FormatException($"{place}: no answer is found in \"{Short(whole)}\" by {fields.AnswerFormat}");

    private JsonElement? Check(JsonElement line)
    {
        if (fields.Check is { } field && line.TryGetProperty(field, out var check) && check.ValueKind != JsonValueKind.Null)
            return check.ValueKind == JsonValueKind.Object && check.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? check.Clone()
                : throw new FormatException($"{field}: {Shown(check)} is not a check; write {{\"type\": \"math\", \"expected\": \"...\"}}");
        if (fields.Tests is not { } tests) return null;
        var code = Text(line, tests) ?? throw new FormatException($"{tests}: is missing");
        var entry = fields.EntryPoint is { } named ? Text(line, named) ?? throw new FormatException($"{named}: is missing") : null;
        return Element(new JsonObject { ["type"] = "code", ["language"] = "python", ["tests"] = new JsonObject { ["code"] = code, ["entry_point"] = entry } });
    }

    private static string? Text(JsonElement line, string field) => !line.TryGetProperty(field, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new FormatException($"{field}: {Shown(value)} is not a text"),
    };

    private static JsonElement Element(JsonObject node) => JsonSerializer.SerializeToElement(node, ProblemJson.Default.JsonObject);

    private static string Shown(JsonElement value) => Short(value.GetRawText());

    private static string Short(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}...";
}
