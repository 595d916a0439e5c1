using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Checks;

/// <summary>
/// What is right, said before anything is answered: a check as a verifier takes it, less the answer.
/// <c>{"type": "math" | "exact", "expected"}</c>, <c>{"type": "code", "language", "tests"}</c> or <c>{"type": "proof", "system", "statement"}</c>,
/// and what else such a check may have.
/// </summary>
public sealed class AnswerCheck
{
    private static readonly Dictionary<string, (string Answer, string[] Needed)> Types = new(StringComparer.Ordinal)
    {
        ["math"] = ("answer", ["expected"]),
        ["exact"] = ("answer", ["expected"]),
        ["code"] = ("code", ["language", "tests"]),
        ["proof"] = ("proof", ["system", "statement"]),
    };

    private readonly JsonObject _check;
    private readonly string _answer;

    private AnswerCheck(JsonObject check, string answer) => (_check, _answer) = (check, answer);

    /// <returns>The check, or which field is wrong (empty: the whole) and how.</returns>
    public static (AnswerCheck? Check, string Field, string? Mistake) Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return Wrong("", "is not an object; send {\"type\": \"math\", \"expected\": \"...\"}");
        // A field that is given twice counts the last time; JsonObject.Create would fail on it.
        var check = new JsonObject();
        foreach (var field in element.EnumerateObject()) check[field.Name] = NodeOf(field.Value);
        if (TextOf(check, "type") is not { } type || !Types.TryGetValue(type, out var known))
            return Wrong("type", $"is not a type of check; there are {string.Join(", ", Types.Keys)}");
        foreach (var needed in known.Needed)
        {
            if (needed == "tests" ? check[needed] is not (JsonArray or JsonObject) : TextOf(check, needed) is null)
                return Wrong(needed, needed == "tests" ? "is missing; send an array of {input, expected}, or an object {code, entry_point}" : $"is missing, or no text; a check of type {type} needs it");
        }
        if (check.ContainsKey(known.Answer)) return Wrong(known.Answer, "is what the chains answer; leave it out");
        check.Remove("id");
        return (new AnswerCheck(check, known.Answer), "", null);
    }

    /// <summary>The check with what a chain answered; null where it has answered nothing.</summary>
    internal JsonObject? Of(Chain chain)
    {
        var said = _answer == "answer" ? chain.Answer : CodeBlock.Last(chain.Content);
        if (string.IsNullOrWhiteSpace(said)) return null;
        var whole = _check.DeepClone().AsObject();
        whole[_answer] = said;
        return whole;
    }

    private static JsonNode? NodeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value.Clone()),
        JsonValueKind.Array => JsonArray.Create(value.Clone()),
        _ => JsonValue.Create(value.Clone()),
    };

    private static string? TextOf(JsonObject check, string field) =>
        check[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static (AnswerCheck?, string, string?) Wrong(string field, string mistake) => (null, field, mistake);
}
