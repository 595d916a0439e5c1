using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Shapes;

/// <summary>What units measure, and how much of it: 100 cm and 1 m are lengths of 1. A word that is no unit known here measures itself: apples.</summary>
internal static class Units
{
    /// <param name="Dimension">What is measured, as powers of base units in order: <c>m^1 s^-1</c>; empty for a mere number.</param>
    /// <param name="Factor">How many base units it is.</param>
    internal readonly record struct Quantity(string Dimension, BigRational Factor);

    private readonly record struct Known(string Base, int Power, BigRational Factor);

    private static readonly FrozenDictionary<string, Known> Table = Build(
        "m 1 1 m meter metre", "m 1 1/100 cm centimeter centimetre", "m 1 1/1000 mm millimeter millimetre", "m 1 1000 km kilometer kilometre", "m 1 1/10 dm decimeter",
        "m 1 254/10000 inch inches", "m 1 3048/10000 ft foot feet", "m 1 9144/10000 yd yard", "m 1 1609344/1000 mi mile", "m 1 1/1000000000 nm nanometer",
        "g 1 1 g gram", "g 1 1000 kg kilogram", "g 1 1/1000 mg milligram", "g 1 1000000 tonne", "g 1 45359237/100000 lb lbs pound", "g 1 28349523125/1000000000 oz ounce",
        "s 1 1 s sec second", "s 1 60 min minute", "s 1 3600 h hr hour", "s 1 86400 day", "s 1 604800 week", "month 1 1 month", "month 1 12 yr year", "s 1 1/1000 ms millisecond",
        "dollar 1 1 dollar usd USD buck", "dollar 1 1/100 cent", "m 3 1/1000 l L liter litre", "m 3 1/1000000 ml mL milliliter millilitre cc",
        "J 1 1 J joule", "J 1 1000 kJ kilojoule", "N 1 1 N newton", "W 1 1 W watt", "W 1 1000 kW kilowatt", "V 1 1 V volt", "A 1 1 A amp ampere", "K 1 1 K kelvin", "Hz 1 1 Hz hertz", "Pa 1 1 Pa pascal",
        "Pa 1 1000 kPa", "mol 1 1 mol mole", "°C 1 1 celsius", "°F 1 1 fahrenheit", "mph 1 1 mph", "person 1 1 people", "child 1 1 children", "unit 0 1 unit", "time 0 1 time",
        "percent 1 1 pct percent", "ohm 1 1 ohm", "bit 1 1 bit", "bit 1 8 byte", "euro 1 1 euro", "sterling 1 1 £", "yen 1 1 yen", "rupee 1 1 rupee");

    public static bool IsKnown(string name) => Find(name) is not null;

    /// <summary>Whether a letter alone is a unit: <c>5 m</c> may be five metres.</summary>
    public static bool IsLetter(string name) => name is "m" or "g" or "s" or "h" or "l" or "L" or "J" or "N" or "W" or "V" or "A" or "K";

    public static Quantity Of(IReadOnlyList<UnitPower> units)
    {
        var (powers, factor) = (new SortedDictionary<string, int>(StringComparer.Ordinal), BigRational.One);
        foreach (var unit in units)
        {
            var known = Find(unit.Name) ?? new Known(Singular(unit.Name.ToLowerInvariant()), 1, 1);
            factor *= BigRational.Pow(known.Factor, unit.Power);
            if (known.Power != 0) powers[known.Base] = powers.GetValueOrDefault(known.Base) + known.Power * unit.Power;
        }
        return new Quantity(string.Join(' ', powers.Where(pair => pair.Value != 0).Select(pair => $"{pair.Key}^{pair.Value}")), factor);
    }

    private static Known? Find(string name)
    {
        if (Table.TryGetValue(name, out var exact)) return exact;
        var lower = name.ToLowerInvariant();
        if (name.Length > 2 && Table.TryGetValue(lower, out var known)) return known;
        return lower.Length > 3 && Table.TryGetValue(Singular(lower), out known) ? known : null;
    }

    private static string Singular(string name) => name.Length > 2 && name[^1] == 's' && name[^2] != 's' ? name[..^1] : name;

    /// <summary>Rows: base, power, factor, names.</summary>
    private static FrozenDictionary<string, Known> Build(params string[] rows) => rows
        .Select(row => row.Split(' '))
        .SelectMany(cells => cells.Skip(3).Select(name => KeyValuePair.Create(name, new Known(cells[0], Integer(cells[1]), Factor(cells[2])))))
        .DistinctBy(pair => pair.Key)
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static BigRational Factor(string text) => text.Split('/') is [var over, var under]
        ? new(BigInteger.Parse(over, CultureInfo.InvariantCulture), BigInteger.Parse(under, CultureInfo.InvariantCulture))
        : new(BigInteger.Parse(text, CultureInfo.InvariantCulture));
}
