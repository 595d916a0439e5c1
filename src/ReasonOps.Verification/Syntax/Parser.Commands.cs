namespace ReasonOps.Verification.Syntax;

internal sealed partial class Parser
{
    private Node? ParseCommand()
    {
        var name = Current.Text;
        Advance();
        return name switch
        {
            "frac" => ParseArgument() is { } over && ParseArgument() is { } under ? Derivative(over, under) ?? (Node)new Product([over, new Power(under, MinusOne)]) : null,
            "sqrt" => ParseRoot(),
            "cbrt" => ParseOperand() is { } radicand ? new Power(radicand, new Literal(new Numbers.BigRational(1, 3))) : null,
            "binom" => ParseBinomial(),
            "overline" or "angle" => ParseFigure(name),
            _ => ParseFunction(name),
        };
    }

    /// <summary>A group, or one token; of a number its first digit alone, as TeX takes it: <c>\frac12</c>.</summary>
    private Node? ParseArgument()
    {
        if (Current.Is("{")) return Deeper(ParseGroup);
        if (Current is { Kind: TokenKind.Number, Text.Length: > 1, IsDecimal: false } number) Split(number);
        if (Current.Kind == TokenKind.Number)
        {
            var digit = Current;
            Advance();
            return new Literal(digit.Value, digit.IsDecimal);
        }
        return Current.Kind is TokenKind.Symbol or TokenKind.Command or TokenKind.Word || Current.Is("(") ? ParsePrimary() : null;
    }

    /// <summary>dy/dx is one name, of which nothing cancels.</summary>
    private static Symbol? Derivative(Node over, Node under) =>
        over is Product { Factors: [Symbol { Name: "d" }, Symbol y] } && under is Product { Factors: [Symbol { Name: "d" }, Symbol x] } ? new Symbol($"d{y.Name}/d{x.Name}") : null;

    /// <summary>A line or an angle by the names of its points.</summary>
    private Symbol? ParseFigure(string kind)
    {
        var braced = Take("{");
        if (Current.Kind is not (TokenKind.Symbol or TokenKind.Word)) return null;
        var points = Current.Text;
        Advance();
        return braced && !Take("}") ? null : new Symbol($"{kind} {points}");
    }

    private void Split(Token number)
    {
        var rest = number.Text[1..];
        _tokens[_at] = new Token(TokenKind.Number, number.Text[..1]) { Value = number.Text[0] - '0' };
        _tokens.Insert(_at + 1, new Token(TokenKind.Number, rest) { Value = new(System.Numerics.BigInteger.Parse(rest, System.Globalization.CultureInfo.InvariantCulture)) });
        _work.Spend(rest.Length + _tokens.Count / 16);
    }

    private Power? ParseRoot()
    {
        Node? index = null;
        if (Current.Is("["))
        {
            Advance();
            index = ParseSum();
            if (index is null || !Take("]")) return null;
        }
        return ParseOperand() is { } radicand ? new Power(radicand, index is null ? Half : new Power(index, MinusOne)) : null;
    }

    /// <summary>What a root is drawn of: a group, brackets, or one factor.</summary>
    private Node? ParseOperand() => Current.Is("{") ? Deeper(ParseGroup) : ParsePrimary();

    private Call? ParseBinomial()
    {
        if (Current.Is("(")) return ParseBracketed() is Sequence { Items: [var top, var bottom] } ? new Call("binom", [top, bottom]) : null;
        return ParseArgument() is { } n && ParseArgument() is { } k ? new Call("binom", [n, k]) : null;
    }

    private Node? ParseFunction(string name)
    {
        Node? radix = null;
        Node? power = null;
        for (var scripts = 0; scripts < 2; scripts++)
        {
            if (Take("_") && (radix = ParseArgument()) is null) return null;
            if (Take("^") && (power = ParseExponent()) is null) return null;
        }
        if (power is Literal { Value: { IsInteger: true, Sign: < 0 } inverse } && inverse == -1 && Inverse(name) is { } other) (name, power) = (other, null);
        if (ParseArguments() is not { } arguments) return null;
        var call = Built(name, arguments, radix);
        return call is null || power is null ? call : new Power(call, power);
    }

    private static string? Inverse(string name) => name is "sin" or "cos" or "tan" or "cot" or "sec" or "csc" ? "arc" + name : name is "sinh" or "cosh" or "tanh" ? "ar" + name : null;

    private static Node? Built(string name, IReadOnlyList<Node> arguments, Node? radix) => (name, arguments) switch
    {
        ("log", [var x]) => radix is null ? new Call("log", [x]) : new Call("log", [x, radix]),
        ("log", [var x, var b]) when radix is null => new Call("log", [x, b]),
        ("log10", [var x]) => new Call("log", [x, new Literal(10)]),
        ("exp", [var x]) => new Power(new Symbol("e"), x),
        ("gcd" or "lcm" or "max" or "min", { Count: >= 1 }) => new Call(name, arguments),
        (_, [_]) when radix is null => new Call(name, arguments),
        _ => null,
    };

    /// <summary>In brackets, or factors up to the next sign, bracket or function: <c>\sin 2x \cos x</c> is a product of two.</summary>
    private IReadOnlyList<Node>? ParseArguments()
    {
        if (Current.Is("(") || Current.Is("{") || Current.Is("["))
        {
            var inner = Current.Is("{") ? Deeper(ParseGroup) : Deeper(ParseBracketed);
            return inner switch { null => null, Sequence sequence => sequence.Items, _ => [inner] };
        }
        if (Current.Is("-")) return Take("-") && ParseArguments() is [var negated] ? [Negated(negated)] : null;
        var factors = new List<Node>();
        while (factors.Count == 0 || (Current.Kind is TokenKind.Symbol or TokenKind.Number && BeginsFactor()) || Current is { Kind: TokenKind.Command, Text: "frac" or "sqrt" })
        {
            if (ParsePower() is not { } factor) return null;
            factors.Add(factor);
        }
        var argument = factors.Count == 1 ? factors[0] : new Product(factors);
        while (Take("/"))
        {
            if (ParsePower() is not { } under) return null;
            argument = new Product([argument, new Power(under, MinusOne)]);
            if (++_depth > MostDepth) return null;
        }
        return [argument];
    }
}
