using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ReasonOps.Reasoning.Voting;

/// <summary>An exact number; two are equal when they reduce to the same fraction.</summary>
internal readonly partial record struct Rational
{
    private Rational(BigInteger over, BigInteger under)
    {
        var common = BigInteger.GreatestCommonDivisor(over, under) * under.Sign;
        (Over, Under) = (over / common, under / common);
    }

    public BigInteger Over { get; }
    public BigInteger Under { get; }

    /// <summary>Null where the text is not a decimal or a fraction of two.</summary>
    public static Rational? Parse(string text)
    {
        if (Shape().Match(text) is not { Success: true } shape) return null;
        var over = Decimal(shape.Groups["over"].ValueSpan);
        var under = shape.Groups["under"] is { Success: true } group ? Decimal(group.ValueSpan) : new Rational(1, 1);
        return under.Over.IsZero ? null : new Rational(over.Over * under.Under, over.Under * under.Over);
    }

    private static Rational Decimal(ReadOnlySpan<char> text)
    {
        var digits = text.ToString().Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        var exponentAt = digits.IndexOfAny(['e', 'E']);
        var exponent = exponentAt < 0 ? 0 : int.Parse(digits.AsSpan(exponentAt + 1), CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? digits : digits[..exponentAt];
        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (pointAt >= 0) exponent -= mantissa.Length - pointAt - 1;
        var value = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return exponent >= 0 ? new Rational(value * BigInteger.Pow(10, exponent), 1) : new Rational(value, BigInteger.Pow(10, -exponent));
    }

    private const string Number = @"[-+]?\s?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?";

    [GeneratedRegex($@"\A(?<over>{Number})(?:\s?/\s?(?<under>{Number}))?\s?(?:\\?%)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
