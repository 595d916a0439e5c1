using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Rollouts.Variants;

/// <summary>
/// A problem whose numbers may be others (as GSM-Symbolic has them, arXiv:2410.05229): <c>{a}</c> and <c>{a + b}</c> in its prompt, its answer and its check stand for what
/// they come to with values of its parameters.
/// </summary>
internal sealed partial class ProblemTemplate
{
    /// <summary>Draws for each version before there are thought to be no more.</summary>
    private const int MostDraws = 1000;
    private const int MostValues = 1_000_000;

    private readonly List<(string Name, IReadOnlyList<Fraction>? Values, Fraction From, Fraction Step, int Count)> _parameters = [];

    /// <summary>Ways to fill it in, as many as are counted: up to a million.</summary>
    public int Ways { get; private set; } = 1;

    /// <param name="parameters"><c>{"a": {"from", "to", "step"?}, "b": [1, 2, 5]}</c>.</param>
    /// <exception cref="FormatException">It is no such thing.</exception>
    public static ProblemTemplate Parse(string field, JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object) throw new FormatException($"{field}: is not an object; write {{\"a\": {{\"from\": 1, \"to\": 9}}, \"b\": [2, 4, 8]}}");
        var template = new ProblemTemplate();
        foreach (var parameter in parameters.EnumerateObject()) template.Add($"{field}.{parameter.Name}", parameter);
        if (template._parameters.Count == 0) throw new FormatException($"{field}: is empty; name the numbers that may be others");
        return template;
    }

    /// <summary>So many versions, each with other numbers, the same ones by the same seed; fewer where there are no more.</summary>
    /// <exception cref="FormatException">What stands in braces is no expression of its parameters.</exception>
    public IReadOnlyList<Problem> Fill(Problem problem, int count, int seed)
    {
        var random = new Random(seed);
        var (versions, seen) = (new List<Problem>(), new HashSet<string>(StringComparer.Ordinal));
        for (var draws = 0; versions.Count < count && versions.Count < Ways && draws < MostDraws * count; draws++)
        {
            var values = _parameters.ToDictionary(parameter => parameter.Name, parameter => Value(parameter, random.Next(parameter.Count)), StringComparer.Ordinal);
            if (seen.Add(string.Join(' ', values.Values))) versions.Add(Filled(problem, values));
        }
        return versions;
    }

    private static Problem Filled(Problem problem, IReadOnlyDictionary<string, Fraction> values) => problem with
    {
        Prompt = Text(problem.Prompt, values),
        Answer = problem.Answer is { } answer ? Text(answer, values) : null,
        Check = problem.Check is { } check ? JsonSerializer.SerializeToElement(Node(check, values)!.AsObject(), ProblemJson.Default.JsonObject) : null,
        Template = null,
    };

    private static string Text(string text, IReadOnlyDictionary<string, Fraction> values) =>
        Braces().Replace(text, match => Arithmetic.Evaluate(match.Groups[1].Value, values).ToString());

    private static JsonNode? Node(JsonElement element, IReadOnlyDictionary<string, Fraction> values) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(element.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Node(field.Value, values)))),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(item => Node(item, values))]),
        // A program has braces of its own.
        JsonValueKind.String when Braces().IsMatch(element.GetString()!) && !element.GetString()!.Contains('\n', StringComparison.Ordinal) => JsonValue.Create(Text(element.GetString()!, values)),
        _ => JsonValue.Create(element.Clone()),
    };

    private static Fraction Value((string Name, IReadOnlyList<Fraction>? Values, Fraction From, Fraction Step, int Count) parameter, int index) =>
        parameter.Values is { } values ? values[index] : parameter.From + (parameter.Step * new Fraction(index, 1));

    private void Add(string field, JsonProperty parameter)
    {
        if (!Name().IsMatch(parameter.Name)) throw new FormatException($"{field}: is not a name; it has letters, digits and _ and begins with a letter");
        var (values, from, step, count) = parameter.Value.ValueKind switch
        {
            JsonValueKind.Array => Listed(field, parameter.Value),
            JsonValueKind.Object => Ranged(field, parameter.Value),
            _ => throw new FormatException($"{field}: {parameter.Value.GetRawText()} is no range; write {{\"from\": 1, \"to\": 9}} or [2, 4, 8]"),
        };
        _parameters.Add((parameter.Name, values, from, step, count));
        Ways = (int)Math.Min((long)Ways * count, MostValues);
    }

    private static (IReadOnlyList<Fraction>?, Fraction, Fraction, int) Listed(string field, JsonElement list)
    {
        Fraction[] values = [.. list.EnumerateArray().Select(value => Number(field, value)).Distinct()];
        return values.Length > 0 ? (values, default, default, values.Length) : throw new FormatException($"{field}: is empty; list the values it may have");
    }

    private static (IReadOnlyList<Fraction>?, Fraction, Fraction, int) Ranged(string field, JsonElement range)
    {
        Fraction? Of(string name) => range.TryGetProperty(name, out var value) ? Number($"{field}.{name}", value) : null;
        var from = Of("from") ?? throw new FormatException($"{field}.from: is missing; write {{\"from\": 1, \"to\": 9}}");
        var to = Of("to") ?? throw new FormatException($"{field}.to: is missing; write {{\"from\": 1, \"to\": 9}}");
        var step = Of("step") ?? new Fraction(1, 1);
        if (step.Top.Sign <= 0) throw new FormatException($"{field}.step: {step} leads nowhere; it must be above 0");
        var steps = (to - from) / step;
        if (steps.Top.Sign < 0) throw new FormatException($"{field}.to: {to} is below from {from}; raise it");
        return (null, from, step, (int)System.Numerics.BigInteger.Min(steps.Top / steps.Bottom + 1, MostValues));
    }

    private static Fraction Number(string field, JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? Fraction.Parse(value.GetRawText())
        : throw new FormatException($"{field}: {value.GetRawText()} is not a number");

    [GeneratedRegex(@"\{([^{}\n]{1,200})\}")]
    private static partial Regex Braces();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex Name();
}
