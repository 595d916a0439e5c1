using System.Text.RegularExpressions;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Validation;

/// <summary>Kubernetes' rules for labels and annotations.</summary>
internal static partial class MetadataRules
{
    public const int NameLength = 63;

    /// <summary>A label's value: as a name, or empty.</summary>
    public const string LabelText = "^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$";

    public static void Label(Field field, string key, string value)
    {
        Key(field, key);
        if (value.Length > 0 && !NamePattern().IsMatch(value))
            field.Error($"{Quoting.Quote(value)} is not a label value (at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends)");
    }

    public static void Key(Field field, string key)
    {
        var name = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (!NamePattern().IsMatch(name) || key.StartsWith('/'))
            field.Error($"{Quoting.Quote(key)} is not a key (at most 63 letters, digits, '-', '_' and '.', after an optional domain and '/')");
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
