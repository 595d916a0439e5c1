using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Syntax;

internal sealed partial class Parser
{
    private Node? ParseProduct()
    {
        if (ParsePower() is not { } first) return null;
        List<Node>? factors = null;
        while (!_work.IsSpent)
        {
            var (divides, times) = (Current.Is("/"), Current.Is("*"));
            if (divides || times) Advance();
            else if (!BeginsFactor()) break;
            var negative = (divides || times) && TakeSignOf(out _);
            if (ParsePower() is not { } factor) return null;
            factors ??= [first];
            factors.Add(divides ? new Power(factor, MinusOne) : factor);
            if (negative) factors.Add(MinusOne);
        }
        return factors is null ? first : new Product(factors);
    }

    /// <summary>Whether what comes next is multiplied without a sign. Two numbers in a row are not, nor a symbol and a number: x2 is not 2x.</summary>
    private bool BeginsFactor() => Current switch
    {
        { Kind: TokenKind.Symbol } => !IsUnionLetter() && !IsUnitLetter(),
        { Kind: TokenKind.Command } => true,
        { Kind: TokenKind.Currency } => false,
        { Kind: TokenKind.Number } => _tokens[_at - 1] is { Kind: TokenKind.Sign, Text: ")" or "}" },
        { Kind: TokenKind.Word } => IsSymbols(Current),
        { Kind: TokenKind.Sign, Text: "(" or "{" or "⌊" or "⌈" } => true,
        { Kind: TokenKind.Sign, Text: "|" } => _bars == 0,
        { Kind: TokenKind.Begin } => true,
        _ => false,
    };

    /// <summary><c>xy</c> is x times y where it is no unit and no word; NO is a line, no is a word.</summary>
    private static bool IsSymbols(Token word) =>
        word is { InText: false, Text.Length: 2 or 3 } && !Shapes.Units.IsKnown(word.Text) && !(Names.ShortWords.Contains(word.Text) && !word.Text.All(char.IsAsciiLetterUpper));

    /// <summary><c>5 m</c>: a letter that is a unit, apart from a number and the last of its item. 5m is a product.</summary>
    private bool IsUnitLetter() => Current is { Kind: TokenKind.Symbol, Spaced: true } && Shapes.Units.IsLetter(Current.Text) && _tokens[_at - 1].Kind == TokenKind.Number
        && (Next.Kind == TokenKind.End || Next is { Kind: TokenKind.Sign, Text: "," or ";" or "^" or "/" or "and" or "or" });

    private Node? ParsePower()
    {
        if (ParsePostfix() is not { } node) return null;
        if (!Take("^")) return node;
        if (TakeDegree()) return new Call("degree", [node]);
        if (TakeOrdinal() || TakePrimes()) return node;
        if (ParseExponent() is not { } exponent) return null;
        var power = new Power(node, exponent);
        return Current.Is("!") || Current.Is("%") || Current.Is("°") ? Postfixed(power) : power;
    }

    private bool TakeDegree()
    {
        if (Take("°")) return true;
        if (!Current.Is("{") || !Next.Is("°")) return false;
        Advance();
        Advance();
        return Take("}");
    }

    /// <summary>12^{th}</summary>
    private bool TakeOrdinal()
    {
        var at = Current.Is("{") ? _at + 1 : _at;
        if (_tokens[at] is not { Kind: TokenKind.Word, Text: "th" or "st" or "nd" or "rd" }) return false;
        _at = at;
        Advance();
        Take("}");
        return true;
    }

    private bool TakePrimes() => Take("'");

    /// <summary>In plain text an exponent is a whole number or symbol with its sign; x^12 is not TeX's x^1 2.</summary>
    private Node? ParseExponent()
    {
        if (++_depth > MostDepth) return null;
        var negative = TakeSignOf(out _);
        var exponent = Current.Is("{") ? ParseGroup() : ParsePostfix();
        if (exponent is not null && Take("^")) exponent = ParseExponent() is { } higher ? new Power(exponent, higher) : null;
        _depth--;
        return exponent is null ? null : negative ? Negated(exponent) : exponent;
    }

    private Node? ParsePostfix() => ParsePrimary() is { } node ? Postfixed(node) : null;

    private Node Postfixed(Node node)
    {
        for (var count = 0; count < 3; count++)
        {
            if (Current.Is("!") && !Next.Is("=")) node = new Call("factorial", [node]);
            else if (Current.Is("%")) node = new Call("percent", [node]);
            else if (Current.Is("°")) node = new Call("degree", [node]);
            else break;
            Advance();
        }
        return node;
    }

    /// <summary>A number, with a fraction right behind it where that makes a mixed number: <c>2\frac12</c>, <c>2 1/2</c>.</summary>
    private Literal? ParseNumber()
    {
        var token = Current;
        Advance();
        if (Current.Is("_") && token.Text.Length > 0) return ParseBase(token);
        var whole = new Literal(token.Value, token.IsDecimal);
        if (!token.Value.IsInteger || token.IsDecimal) return whole;
        return MixedSlash() ?? MixedFraction() ?? whole;

        Literal? MixedSlash()
        {
            if (Current is not { Kind: TokenKind.Number, Spaced: true } || !Next.Is("/") || _at + 2 >= _tokens.Count) return null;
            var (over, under) = (Current, _tokens[_at + 2]);
            return under.Kind == TokenKind.Number && Mixed(token.Value, over.Value, under.Value) is { } mixed ? Advanced(3, mixed) : null;
        }

        Literal? MixedFraction()
        {
            if (Current is not { Kind: TokenKind.Command, Text: "frac" }) return null;
            var start = _at;
            Advance();
            if (ParseArgument() is Literal over && ParseArgument() is Literal under && Mixed(token.Value, over.Value, under.Value) is { } mixed) return new Literal(mixed);
            _at = start;
            return null;
        }
    }

    private Literal Advanced(int tokens, BigRational value)
    {
        for (; tokens > 0; tokens--) Advance();
        return new Literal(value);
    }

    private static BigRational? Mixed(BigRational whole, BigRational over, BigRational under) =>
        over.IsInteger && under.IsInteger && over.Sign > 0 && over < under ? whole + over / under : null;

    /// <summary><c>1010_2</c>, <c>52_{8}</c>: digits in a base.</summary>
    private Literal? ParseBase(Token digits)
    {
        Advance();
        if (ParseArgument() is not Literal { Value: { IsInteger: true } radix } || radix < 2 || radix > 10) return null;
        var value = BigRational.Zero;
        foreach (var digit in digits.Text)
        {
            if (digit - '0' >= radix.Over) return null;
            value = value * radix + (digit - '0');
            _work.Spend(1 + value.Bits / 64);
        }
        return new Literal(value);
    }
}
