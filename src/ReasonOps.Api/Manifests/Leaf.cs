using System.Globalization;
using System.Text.Json.Nodes;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.Manifests;

/// <summary>A type that a single YAML scalar holds.</summary>
/// <param name="Expected">As a message names it.</param>
/// <param name="Takes">Scalars it may be written as.</param>
/// <param name="Example">Stands in for a value that could not be read, so that the rest is still checked.</param>
/// <param name="Read">Null when the text does not fit.</param>
internal sealed record Leaf(string Expected, ScalarKind[] Takes, string Example, Func<string, JsonNode?> Read)
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly Dictionary<Type, Leaf> Known = new()
    {
        [typeof(string)] = new("text", [ScalarKind.Text], "", text => JsonValue.Create(text)),
        [typeof(int)] = new($"a whole number up to {int.MaxValue}", [ScalarKind.Number], "1",
            text => int.TryParse(text, Whole, Invariant, out var value) ? JsonValue.Create(value) : null),
        [typeof(long)] = new($"a whole number up to {long.MaxValue}", [ScalarKind.Number], "1",
            text => long.TryParse(text, Whole, Invariant, out var value) ? JsonValue.Create(value) : null),
        [typeof(double)] = new("a number", [ScalarKind.Number], "1",
            text => double.TryParse(text, NumberStyles.Float, Invariant, out var value) && double.IsFinite(value) ? JsonValue.Create(value) : null),
        [typeof(decimal)] = new("a number", [ScalarKind.Number], "1",
            text => decimal.TryParse(text, NumberStyles.Float, Invariant, out var value) ? JsonValue.Create(value) : null),
        [typeof(bool)] = new("true or false", [ScalarKind.Boolean], "false",
            text => ScalarText.BooleanOf(text) is { } value ? JsonValue.Create(value) : null),
        [typeof(Duration)] = new("a duration such as 120s, 2m or 1h30m", [ScalarKind.Text], "1s",
            text => Duration.TryParse(text, out _) ? JsonValue.Create(text) : null),
        [typeof(Quantity)] = new("a quantity such as \"32.8e9\" or 80Gi", [ScalarKind.Text, ScalarKind.Number], "1",
            text => Quantity.TryParse(text, out _) ? JsonValue.Create(text) : null),
        [typeof(DateTimeOffset)] = new("a time such as 2026-01-31T12:00:00Z", [ScalarKind.Text], "2026-01-31T12:00:00Z",
            text => DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], Invariant,
                DateTimeStyles.AssumeUniversal, out var time) ? JsonValue.Create(time) : null),
    };

    public static Leaf? Of(Type type) => Known.GetValueOrDefault(type);

    /// <summary>The way out of a value of the wrong kind.</summary>
    public string WayOut(ScalarNode found)
    {
        if (Takes.Contains(ScalarKind.Text) && Read(found.Text) is not null)
            return $"expected {Expected}; put it in quotes: \"{Quoting.Shorten(found.Text, 40)}\"";
        return !found.Plain && Read(found.Text) is not null
            ? $"expected {Expected}; take the quotes away"
            : $"expected {Expected}";
    }
}
