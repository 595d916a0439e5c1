using System.Globalization;
using System.Numerics;
using System.Text;
using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Syntax;

internal sealed partial class Lexer
{
    /// <summary>Longer numbers are compared digit by digit, not reckoned with.</summary>
    private const int MostDigits = 4000;

    /// <summary>Of ten; larger ones are left as powers.</summary>
    private const int MostExponent = 4000;

    private void ReadNumber()
    {
        var (digits, length) = Digits();
        var fraction = "";
        var repeating = "";
        if (Peek(length) == '.' && (char.IsAsciiDigit(Peek(length + 1)) || RepeatingAt(length + 1) > 0))
        {
            fraction = Run(length + 1).ToString();
            length += 1 + fraction.Length;
            if (RepeatingAt(length) is > 0 and var skipped)
            {
                repeating = Run(length + skipped).ToString();
                length += skipped + repeating.Length + 1;
            }
            length += Ellipsis(length);
        }
        else if (Peek(length) == '.' && !char.IsLetter(Peek(length + 1))) length++; // a full stop
        var exponent = Exponent(ref length);
        length += Ordinal(length);
        if (digits.Length + fraction.Length + repeating.Length > MostDigits) Add(TokenKind.Other, "number", length);
        else if (fraction.Length == 0 && repeating.Length == 0 && exponent == 0) AddNumber(digits, length);
        else AddDecimal(digits, fraction, repeating, exponent, length);
    }

    private void AddNumber(string digits, int length)
    {
        Add(TokenKind.Number, digits, length);
        _work.Spend(digits.Length);
        _tokens[^1] = _tokens[^1] with { Value = new BigRational(BigInteger.Parse(digits, CultureInfo.InvariantCulture)) };
    }

    private void AddDecimal(string digits, string fraction, string repeating, int exponent, int length)
    {
        var value = new BigRational(BigInteger.Parse("0" + digits + fraction, CultureInfo.InvariantCulture), BigInteger.Pow(10, fraction.Length));
        if (repeating.Length > 0)
        {
            var nines = BigInteger.Pow(10, repeating.Length) - 1;
            value += new BigRational(BigInteger.Parse(repeating, CultureInfo.InvariantCulture), nines * BigInteger.Pow(10, fraction.Length));
        }
        var small = Math.Abs(exponent) <= MostExponent;
        if (small) value *= BigRational.Pow(10, exponent);
        _work.Spend(digits.Length + fraction.Length + Math.Min(Math.Abs(exponent), MostExponent));
        Add(TokenKind.Number, "", length);
        _tokens[^1] = _tokens[^1] with { Value = value, IsDecimal = repeating.Length == 0 && fraction.Length > 0 };
        if (!small) AddPowerOfTen(exponent);
    }

    private void AddPowerOfTen(int exponent)
    {
        Add(TokenKind.Sign, "*", 0);
        AddNumber("10", 0);
        Add(TokenKind.Sign, "^", 0);
        if (exponent < 0) Add(TokenKind.Sign, "-", 0);
        AddNumber(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture), 0);
    }

    /// <summary>Digits, with separators of thousands where they are no commas of a list.</summary>
    private (string Digits, int Length) Digits()
    {
        var length = Run(0).Length;
        if (length is 0 or > 3 || Peek(0) == '0') return (Run(0).ToString(), length);
        var digits = new StringBuilder().Append(Run(0));
        while (SeparatorAt(length) is > 0 and var separator && Run(length + separator).Length == 3)
        {
            digits.Append(Run(length + separator));
            length += separator + 3;
        }
        return (digits.ToString(), length);
    }

    private int SeparatorAt(int at)
    {
        foreach (var separator in (ReadOnlySpan<string>)["{,}", ",\\! ", ",\\!", "\\,", "{\\,}", "\\ ", "\\;"])
        {
            if (_text.AsSpan(Math.Min(_at + at, _text.Length)).StartsWith(separator, StringComparison.Ordinal)) return separator.Length;
        }
        return Peek(at) switch
        {
            ',' when _joinsThousands && !_brackets.Contains(true) => 1,
            ' ' or '\u00a0' or '\u202f' or '\u2009' when Peek(at + 4) != '/' => 1,
            _ => 0,
        };
    }

    private ReadOnlySpan<char> Run(int at)
    {
        var rest = _text.AsSpan(Math.Min(_at + at, _text.Length));
        return rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? rest[..end] : rest;
    }

    /// <summary>How long <c>\overline{</c> is where digits and a brace follow it; 0 elsewhere.</summary>
    private int RepeatingAt(int at)
    {
        foreach (var command in (ReadOnlySpan<string>)["\\overline{", "\\bar{", "\\dot{"])
        {
            if (!_text.AsSpan(Math.Min(_at + at, _text.Length)).StartsWith(command, StringComparison.Ordinal)) continue;
            var digits = Run(at + command.Length).Length;
            if (digits > 0 && Peek(at + command.Length + digits) == '}') return command.Length;
        }
        return 0;
    }

    /// <summary>3.1415... is a decimal that was cut off.</summary>
    private int Ellipsis(int at)
    {
        foreach (var dots in (ReadOnlySpan<string>)["...", "…", "\\ldots", "\\dots", "\\cdots"])
        {
            if (_text.AsSpan(Math.Min(_at + at, _text.Length)).StartsWith(dots, StringComparison.Ordinal)) return dots.Length;
        }
        return 0;
    }

    /// <summary>The exponent of <c>6.02e23</c>; one that no int holds is beyond all bounds.</summary>
    private int Exponent(ref int length)
    {
        if (Peek(length) is not ('e' or 'E')) return 0;
        var sign = Peek(length + 1) is '+' or '-' ? 1 : 0;
        var digits = Run(length + 1 + sign);
        if (digits.IsEmpty || char.IsAsciiLetter(Peek(length + 1 + sign + digits.Length))) return 0;
        var negative = Peek(length + 1) == '-';
        length += 1 + sign + digits.Length;
        var value = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var exponent) ? exponent : int.MaxValue;
        return negative ? -value : value;
    }

    /// <summary>12th is 12.</summary>
    private int Ordinal(int at) => (Peek(at), Peek(at + 1)) is ('s', 't') or ('n', 'd') or ('r', 'd') or ('t', 'h') && !char.IsLetter(Peek(at + 2)) ? 2 : 0;
}
