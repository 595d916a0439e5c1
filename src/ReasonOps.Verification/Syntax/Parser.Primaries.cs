namespace ReasonOps.Verification.Syntax;

internal sealed partial class Parser
{
    private Node? ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ParseNumber();
            case TokenKind.Symbol:
                return ParseSymbol();
            case TokenKind.Command:
                return Deeper(ParseCommand);
            case TokenKind.Currency:
                _currency = token.Text;
                Advance();
                return Current.Kind == TokenKind.Number ? ParseNumber() : null;
            case TokenKind.Word when token.Text.Length == 1 || IsSymbols(token):
                Advance();
                return token.Text.Length == 1 ? Scripted(token.Text) : ParseSymbols(token.Text);
            case TokenKind.Begin:
                return Deeper(ParseEnvironment);
            case TokenKind.Sign:
                return Deeper(ParseBracketed);
            default:
                return null;
        }
    }

    private Node? Deeper(Func<Node?> parse)
    {
        if (++_depth > MostDepth) return null;
        var node = parse();
        _depth--;
        return node;
    }

    /// <summary>Letters without space between are factors, of which only the last takes what follows: <c>xy^2</c> is x times y^2.</summary>
    private Product ParseSymbols(string letters)
    {
        var factors = letters.Select(letter => (Node)new Symbol(letter.ToString())).ToList();
        if (Take("^") && ParseExponent() is { } exponent) factors[^1] = new Power(factors[^1], exponent);
        return new Product(factors);
    }

    private Node? ParseSymbol()
    {
        var name = Current.Text;
        Advance();
        return Scripted(name);
    }

    /// <summary>With its subscript and primes, which are part of a name; and f(x), which is no product.</summary>
    private Node? Scripted(string name)
    {
        if (Take("_"))
        {
            if (Subscript() is not { } script) return null;
            name += "_" + script;
        }
        while (Take("'") && name.Length < 32) name += "'";
        if (name is "f" or "g" or "h" && TakeInverse()) name += "^-1";
        if (!Current.Is("(") || Current.Spaced || !IsFunction(name)) return new Symbol(name);
        return ParseBracketed() switch
        {
            null => null,
            Sequence sequence => new Call(name, sequence.Items),
            var argument => new Call(name, [argument]),
        };
    }

    /// <summary>f, g and h always; P and Q, which are also factors, where nothing but a name is in the brackets.</summary>
    private bool IsFunction(string name) => name[0] is 'f' or 'g' or 'h'
        || (name[0] is 'p' or 'q' or 'P' or 'Q' or 'F' or 'G' && Next.Kind == TokenKind.Symbol && _at + 2 < _tokens.Count && _tokens[_at + 2].Is(")"));

    /// <summary>The ^{-1} of f^{-1}(x), which is no power.</summary>
    private bool TakeInverse()
    {
        var start = _at;
        if (Take("^") && Take("{") && Take("-") && Current is { Kind: TokenKind.Number, Text: "1" } && Next.Is("}"))
        {
            Advance();
            Advance();
            if (Current.Is("(")) return true;
        }
        _at = start;
        return false;
    }

    private string? Subscript()
    {
        if (!Current.Is("{"))
        {
            var single = Current;
            Advance();
            return single.Kind is TokenKind.Number or TokenKind.Symbol or TokenKind.Word && single.Text.Length > 0 ? single.Text : null;
        }
        var script = "";
        for (Advance(); !Current.Is("}"); Advance())
        {
            if (Current.Kind is not (TokenKind.Number or TokenKind.Symbol or TokenKind.Word) && !Current.Is(",") && !Current.Is("+") && !Current.Is("-")) return null;
            script += Current.Text;
            if (script.Length > 32) return null;
        }
        Advance();
        return script;
    }

    private Node? ParseBracketed()
    {
        var open = Current.Text;
        switch (open)
        {
            case "(" or "[" or "⟨":
                Advance();
                return ParseSequence(open[0]);
            case "\\{":
                Advance();
                return ParseSet("\\}");
            case "{":
                return ParseGroup();
            case "|":
                return ParseBars();
            case "⌊" or "⌈":
                Advance();
                return ParseSum() is { } inner && Take(open == "⌊" ? "⌋" : "⌉") ? new Call(open == "⌊" ? "floor" : "ceil", [inner]) : null;
            default:
                return null;
        }
    }

    private Node? ParseSequence(char open)
    {
        var (bars, colon) = (_bars, _colonSeparates);
        (_bars, _colonSeparates) = (0, false);
        var inner = ParseListing(doubles: false);
        (_bars, _colonSeparates) = (bars, colon);
        var close = Current is { Kind: TokenKind.Sign, Text: ")" or "]" or "⟩" } ? Current.Text[0] : '\0';
        if (inner is null || close == '\0') return null;
        Advance();
        if (inner is Listing listing) return listing.Connective == Connective.Comma ? new Sequence(open, listing.Items, close) : null;
        return (open, close) is ('(', ')') or ('[', ']') ? inner is Sequence && open == '[' ? new Sequence(open, [inner], close) : inner : null;
    }

    /// <summary>Braces without a backslash: a group in LaTeX; a set in plain text, where commas stand in it.</summary>
    private Node? ParseGroup()
    {
        Advance();
        if (Take("}")) return new FiniteSet([]);
        var set = ParseSet("}");
        return set is FiniteSet { Items: [var only] } ? only : set;
    }

    private Node? ParseSet(string close)
    {
        if (Take(close)) return new FiniteSet([]);
        var (bars, colon) = (_bars, _colonSeparates);
        (_bars, _colonSeparates) = (1, true);
        var inner = ParseListing(doubles: close == "\\}");
        if (inner is not null && (Take(":") || Take("|"))) inner = ParseListing(doubles: false) is { } condition ? new Call("such that", [condition]) : null;
        (_bars, _colonSeparates) = (bars, colon);
        if (inner is null || !Take(close)) return null;
        return inner switch
        {
            Call { Name: "such that", Arguments: [var condition] } => condition,
            Listing { Connective: Connective.Or } => null,
            Listing listing => new FiniteSet(listing.Items),
            _ => new FiniteSet([inner]),
        };
    }

    private Call? ParseBars()
    {
        Advance();
        _bars++;
        var inner = ParseSum();
        _bars--;
        return inner is not null && Take("|") ? new Call("abs", [inner]) : null;
    }
}
