using System.Globalization;
using System.Text.RegularExpressions;

namespace ReasonOps.Operator.ReasoningServices.Desired.Bodies;

/// <summary>
/// A quantity in the one form that an API server gives back (apimachinery's canonical form): no fraction, and the largest suffix that
/// leaves none, in the family it was written in.
/// </summary>
internal static partial class QuantityText
{
    private const string Binary = "KMGTPE";
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>What is no quantity comes back as it is: the server refuses it by name.</summary>
    public static string Canonical(string text)
    {
        var parts = Pattern().Match(text);
        if (!parts.Success || !decimal.TryParse(parts.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return text;
        var suffix = parts.Groups["suffix"].Value;
        try
        {
            return suffix.EndsWith('i') ? OfBinary(number, 1 + Binary.IndexOf(suffix[0], StringComparison.Ordinal))
                : suffix.Length > 1 ? OfDecimal(number * PowerOfTen(int.Parse(suffix[1..], CultureInfo.InvariantCulture)), place => place == 3 ? "" : $"e{3 * place - 9}")
                : OfDecimal(number * PowerOfTen(3 * Array.IndexOf(Decimal, suffix) - 9), place => Decimal[place]);
        }
        catch (OverflowException)
        {
            return text;
        }
    }

    private static string OfBinary(decimal number, int power)
    {
        for (; power > 0 && (number != decimal.Truncate(number) || power > 6); power--)
            number *= 1024;
        number = decimal.Ceiling(number);
        for (; power < Binary.Length && number != 0 && number % 1024 == 0; power++)
            number /= 1024;
        return power == 0 ? OfDecimal(number, place => Decimal[place]) : Text(number) + Binary[power - 1] + "i";
    }

    private static string OfDecimal(decimal number, Func<int, string> suffix)
    {
        var place = 3;
        for (; place > 0 && number != decimal.Truncate(number); place--)
            number *= 1000;
        number = decimal.Ceiling(number);
        for (; place < Decimal.Length - 1 && number != 0 && number % 1000 == 0; place++)
            number /= 1000;
        return number == 0 ? "0" : Text(number) + suffix(place);
    }

    private static decimal PowerOfTen(int power)
    {
        var value = 1m;
        for (var i = 0; i < Math.Min(Math.Abs(power), 28); i++)
            value = power > 0 ? value * 10 : value / 10;
        return value;
    }

    private static string Text(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<number>[-+]?(\d+\.?\d*|\.\d+))(?<suffix>[KMGTPE]i|[numkMGTPE]?|[eE][-+]?\d{1,3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
