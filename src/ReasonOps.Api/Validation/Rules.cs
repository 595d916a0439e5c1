using System.Globalization;
using System.Text.RegularExpressions;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Validation;

/// <summary>Rules that fit many fields.</summary>
internal static partial class Rules
{
    public const int LabelLength = 63;
    public const int SubdomainLength = 253;
    public const string LabelText = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    public const string SubdomainText = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    public static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A DNS-1123 label.</summary>
    public static void Label(this Field field, string name, int most) => field.Name(name, "a DNS-1123 label", LabelPattern(), most, [name]);

    /// <summary>A DNS-1123 subdomain: labels with dots between.</summary>
    public static void Subdomain(this Field field, string name) =>
        field.Name(name, "a DNS-1123 name", SubdomainPattern(), SubdomainLength, name.Split('.'));

    private static void Name(this Field field, string name, string what, Regex pattern, int most, string[] labels)
    {
        // $ would let a last line feed pass.
        if (name.Length <= most && pattern.IsMatch(name) && !name.EndsWith('\n'))
            return;
        var rule = name.Length > most
            ? $"at most {most} characters"
            : "lower-case letters, digits and '-', with a letter or digit at both ends";
        var proposal = Propose(labels, most);
        field.Error($"{Quoting.Quote(name)} is not {what} ({rule}){(proposal.Length == 0 ? "" : $"; try {proposal}")}");
    }

    private static string Propose(string[] labels, int most)
    {
        var kept = string.Join('.', labels.Select(label => NotInLabels().Replace(label.ToLowerInvariant(), "-").Trim('-')).Where(label => label.Length > 0));
        return kept[..Math.Min(kept.Length, most)].TrimEnd('-', '.');
    }

    [GeneratedRegex(LabelText, RegexOptions.CultureInvariant)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(SubdomainText, RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInLabels();
}
