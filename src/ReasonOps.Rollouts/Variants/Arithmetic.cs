using System.Globalization;
using System.Numerics;

namespace ReasonOps.Rollouts.Variants;

/// <summary>What an expression of numbers, names, + - * / % ** and parentheses comes to, exactly.</summary>
internal sealed class Arithmetic
{
    private const int Deepest = 64;
    private const int LargestPower = 1000;

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, Fraction> _values;
    private int _at;
    private int _depth;

    private Arithmetic(string text, IReadOnlyDictionary<string, Fraction> values) => (_text, _values) = (text, values);

    /// <exception cref="FormatException">It is no such expression, a name has no value, or it has none itself.</exception>
    public static Fraction Evaluate(string text, IReadOnlyDictionary<string, Fraction> values)
    {
        var reader = new Arithmetic(text, values);
        var value = reader.Sum();
        return reader._at == text.Length ? value : throw new FormatException($"{{{text}}}: what stands at \"{text[reader._at..]}\" is not understood");
    }

    private Fraction Sum()
    {
        if (++_depth > Deepest) throw new FormatException($"{{{_text}}}: has more than {Deepest} parentheses in each other");
        var sum = Product();
        for (; ; )
        {
            if (Take('+')) sum += Product();
            else if (Take('-')) sum -= Product();
            else break;
        }
        _depth--;
        return sum;
    }

    private Fraction Product()
    {
        var product = Signed();
        for (; ; )
        {
            if (Take('*')) product *= Signed();
            else if (Take('/')) product /= Divisor();
            else if (Take('%')) product %= Divisor();
            else return product;
        }
    }

    private Fraction Divisor()
    {
        var divisor = Signed();
        return divisor.IsZero ? throw new FormatException($"{{{_text}}}: divides by zero") : divisor;
    }

    private Fraction Signed() => Take('-') ? -Signed() : Power();

    private Fraction Power()
    {
        var value = Atom();
        if (!TakePower()) return value;
        var power = Signed();
        return power is { IsWhole: true } && power.Top >= 0 && power.Top <= LargestPower
            ? value.Power((int)power.Top)
            : throw new FormatException($"{{{_text}}}: a power is {power}; it must be whole, from 0 to {LargestPower}");
    }

    private Fraction Atom()
    {
        if (Take('('))
        {
            var inner = Sum();
            return Take(')') ? inner : throw new FormatException($"{{{_text}}}: a ) is missing");
        }
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.')) _at++;
        var word = _text[start.._at];
        if (word.Length == 0) throw new FormatException($"{{{_text}}}: a number or a name is missing at {start}");
        return char.IsAsciiDigit(word[0]) ? Fraction.Parse(word)
            : _values.TryGetValue(word, out var value) ? value
            : throw new FormatException($"{{{_text}}}: there is no parameter \"{word}\"; there are {string.Join(", ", _values.Keys)}");
    }

    private bool TakePower()
    {
        Skip();
        if (!_text.AsSpan(_at).StartsWith("**")) return false;
        _at += 2;
        Skip();
        return true;
    }

    private bool Take(char sign)
    {
        Skip();
        if (_at >= _text.Length || _text[_at] != sign || (sign == '*' && _text.AsSpan(_at).StartsWith("**"))) return false;
        _at++;
        Skip();
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }
}

/// <summary>A number as the quotient of two whole ones, in lowest terms, the lower above zero.</summary>
internal readonly record struct Fraction
{
    public Fraction(BigInteger top, BigInteger bottom)
    {
        var common = BigInteger.GreatestCommonDivisor(top, bottom) * bottom.Sign;
        (Top, Bottom) = (top / common, bottom / common);
    }

    public BigInteger Top { get; }
    public BigInteger Bottom { get; }
    public bool IsZero => Top.IsZero;
    public bool IsWhole => Bottom.IsOne;

    public static Fraction operator +(Fraction a, Fraction b) => new((a.Top * b.Bottom) + (b.Top * a.Bottom), a.Bottom * b.Bottom);
    public static Fraction operator -(Fraction a, Fraction b) => a + -b;
    public static Fraction operator -(Fraction a) => new(-a.Top, a.Bottom);
    public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);
    public static Fraction operator /(Fraction a, Fraction b) => new(a.Top * b.Bottom, a.Bottom * b.Top);

    /// <summary>What is left above the whole multiples, with the sign of the divisor.</summary>
    public static Fraction operator %(Fraction a, Fraction b)
    {
        var quotient = a / b;
        var whole = BigInteger.Divide(quotient.Top - BigInteger.Remainder(BigInteger.Remainder(quotient.Top, quotient.Bottom) + quotient.Bottom, quotient.Bottom), quotient.Bottom);
        return a - (b * new Fraction(whole, 1));
    }

    /// <exception cref="FormatException">It is no decimal number.</exception>
    public static Fraction Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? new(whole, BigInteger.Pow(10, point < 0 ? 0 : text.Length - point - 1))
            : throw new FormatException($"{text} is not a number");
    }

    public Fraction Power(int power) => new(BigInteger.Pow(Top, power), BigInteger.Pow(Bottom, power));

    /// <summary>As people write it: whole, decimal where that ends, else as a quotient.</summary>
    public override string ToString()
    {
        if (IsWhole) return Top.ToString(CultureInfo.InvariantCulture);
        for (var places = 1; places <= 12; places++)
        {
            var (shifted, rest) = BigInteger.DivRem(BigInteger.Abs(Top) * BigInteger.Pow(10, places), Bottom);
            if (!rest.IsZero) continue;
            var digits = shifted.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
            return $"{(Top.Sign < 0 ? "-" : "")}{digits[..^places]}.{digits[^places..]}";
        }
        return $"{Top}/{Bottom}";
    }
}
