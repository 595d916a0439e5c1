using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>What a text looks like.</summary>
/// <param name="pattern">As Go's RE2 and .NET both read it, from <c>^</c> to <c>$</c>.</param>
/// <param name="says">What is said after a text that does not, with the way out.</param>
public sealed class PatternAttribute(string pattern, string says) : FieldRuleAttribute
{
    // To .NET, $ is also before a last line feed.
    private readonly Regex _whole = new($@"{pattern[..^1]}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public string Pattern => pattern;

    public string Says => says;

    internal override void Check(Field at, object value)
    {
        if (!_whole.IsMatch((string)value))
            at.Error($"{Quoting.Quote((string)value)} {says}");
    }

    internal override void Describe(JsonObject schema) => schema["pattern"] = pattern;
}
