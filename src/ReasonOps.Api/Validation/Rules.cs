using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.Validation;

/// <summary>Rules that fit many fields. A value that is left out breaks none of them.</summary>
internal static partial class Rules
{
    private const int LabelLength = 63;
    private const int SubdomainLength = 253;

    public static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    public static void AtLeast<T>(this Field field, T? value, T least) where T : struct, INumber<T>
    {
        if (value < least)
            field.Error($"{Text(value.Value)} is below {Text(least)}; raise it to {Text(least)} or more");
    }

    public static void Within<T>(this Field field, T? value, T least, T most) where T : struct, INumber<T>
    {
        field.AtLeast(value, least);
        if (value > most)
            field.Error($"{Text(value.Value)} is above {Text(most)}; lower it to {Text(most)} or less");
    }

    public static void Positive(this Field field, Quantity? value)
    {
        if (value is { Value: <= 0 })
            field.Error($"{value} is not above 0");
    }

    public static void Within(this Field field, Duration? value, TimeSpan most, bool zero = false)
    {
        if (value is not { } duration)
            return;
        if (duration.Span < TimeSpan.Zero || (duration.Span == TimeSpan.Zero && !zero))
            field.Error($"{duration} is not {(zero ? "0s or more" : "above 0s")}; give a duration such as 120s, 2m or 1h30m");
        else if (duration.Span > most)
            field.Error($"{duration} is above {new Duration(most)}; lower it to {new Duration(most)} or less");
    }

    /// <summary>A DNS-1123 label.</summary>
    public static void Label(this Field field, string? name) => field.Name(name, "a DNS-1123 label", LabelPattern(), LabelLength);

    /// <summary>A DNS-1123 subdomain: labels with dots between.</summary>
    public static void Subdomain(this Field field, string? name) => field.Name(name, "a DNS-1123 name", SubdomainPattern(), SubdomainLength);

    private static void Name(this Field field, string? name, string what, Regex pattern, int most)
    {
        if (name is null || (name.Length <= most && pattern.IsMatch(name)))
            return;
        var rule = name.Length > most
            ? $"at most {most} characters"
            : "lower-case letters, digits and '-', with a letter or digit at both ends";
        var proposal = Propose(name, most);
        field.Error($"{Quoting.Quote(name)} is not {what} ({rule}){(proposal.Length == 0 ? "" : $"; try {proposal}")}");
    }

    private static string Propose(string name, int most)
    {
        var kept = NotInLabels().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return kept[..Math.Min(kept.Length, most)].TrimEnd('-');
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInLabels();
}
