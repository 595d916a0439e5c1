using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Syntax;

/// <summary>
/// Tokens to a tree, by recursive descent: lists of relations of sets of sums of products of powers. Total: what is not understood
/// whole is not understood at all, so that no number is ever picked out of a formula that could not be read.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Of brackets and arguments in one another. Bounds the stack: a level takes some ten calls.</summary>
    private const int MostDepth = 60;

    private readonly List<Token> _tokens;
    private readonly Work _work;
    private int _at;
    private int _depth;
    private int _bars; // open |, which then close
    private bool _colonSeparates;
    private bool _otherSign; // reads ± as - and ∓ as +
    private bool _sawSign; // whether a ± was read
    private string? _currency;

    private Parser(List<Token> tokens, Work work) => (_tokens, _work) = (tokens, work);

    /// <summary>Null where the text is not understood, or the steps are spent.</summary>
    public static Node? Parse(List<Token> tokens, Work work)
    {
        if (tokens.Exists(token => token.Kind == TokenKind.Other)) return null;
        var parser = new Parser(tokens, work);
        var node = parser.ParseListing(doubles: true);
        return parser.Current.Kind == TokenKind.End && !work.IsSpent ? node : null;
    }

    private Token Current => _tokens[_at];

    private Token Next => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    private void Advance()
    {
        _work.Spend(1);
        if (_at < _tokens.Count - 1) _at++;
    }

    private bool Take(string sign)
    {
        if (!Current.Is(sign)) return false;
        Advance();
        return true;
    }

    /// <summary>Items up to what ends them; one item is itself.</summary>
    /// <param name="doubles">Whether an item with ± is two; else what is around is.</param>
    private Node? ParseListing(bool doubles)
    {
        var items = new List<Node>();
        var connective = Connective.Comma;
        if (!AddItem(items, doubles)) return null;
        while (TakeSeparator() is { } found)
        {
            if (found != Connective.Comma) connective = found;
            if (Current.Kind == TokenKind.End && found == Connective.Comma) break;
            if (!AddItem(items, doubles)) return null;
        }
        return items.Count == 1 ? items[0] : new Listing(connective, items);
    }

    private Connective? TakeSeparator()
    {
        var comma = Take(",") || Take(";");
        if (Take("and")) return Connective.And;
        if (Take("or")) return Connective.Or;
        return comma ? Connective.Comma : null;
    }

    /// <summary>An item with ± is two: it is read twice.</summary>
    private bool AddItem(List<Node> items, bool doubles)
    {
        var (start, saw) = (_at, _sawSign);
        if (doubles) _sawSign = false;
        if (ParseRelation() is not { } item) return false;
        items.Add(item);
        if (!doubles) return true;
        if (_sawSign && !_otherSign)
        {
            (_at, _otherSign) = (start, true);
            var other = ParseRelation();
            _otherSign = false;
            if (other is null) return false;
            items.Add(other);
        }
        _sawSign = saw;
        return true;
    }

    private Node? ParseRelation()
    {
        if (ParseSets() is not { } first) return null;
        if (RelationSign() is null) return first;
        var (operands, signs) = (new List<Node> { first }, new List<string>());
        while (RelationSign() is { } sign)
        {
            Advance();
            if (ParseSets() is not { } operand) return null;
            signs.Add(sign);
            operands.Add(operand);
        }
        return WithoutRounding(operands, signs);
    }

    /// <summary>x = 1/3 ≈ 0.33 says that x is 1/3; x ≈ 0.33 says no more than it can.</summary>
    private static Node WithoutRounding(List<Node> operands, List<string> signs)
    {
        if (signs[0] == "~=" && operands[0] is Symbol { IsConstant: false } or Call) signs[0] = "=";
        if (signs.IndexOf("~=") is >= 0 and var rounded)
        {
            signs.RemoveRange(rounded, signs.Count - rounded);
            operands.RemoveRange(rounded + 1, operands.Count - rounded - 1);
        }
        return signs.Count == 0 ? operands[0] : new Relation(operands, signs);
    }

    private string? RelationSign() => Current switch
    {
        { Kind: TokenKind.Sign, Text: "=" or "~=" or "<" or ">" or "<=" or ">=" or "!=" or "in" } => Current.Text,
        { Kind: TokenKind.Word, Text: "in" } when Next.Is("(") || Next.Is("[") || Next.Is("\\{") || Next.Is("{") => "in",
        _ => null,
    };

    private Node? ParseSets()
    {
        var left = ParseMeasure();
        while (left is not null && (Current.Is("∪") || Current.Is("∩") || Current.Is("∖") || IsUnionLetter()))
        {
            var sign = Current.Kind == TokenKind.Sign ? Current.Text : "∪";
            Advance();
            var right = ParseMeasure();
            left = right is null ? null : new SetOperation(left, sign, right);
        }
        return left;
    }

    /// <summary>(1, 2) U (3, 4): a letter for a sign.</summary>
    private bool IsUnionLetter() => Current is { Kind: TokenKind.Symbol, Text: "U" } && (Next.Is("(") || Next.Is("[") || Next.Is("{") || Next.Is("\\{"));

    private Node? ParseSum()
    {
        if (++_depth > MostDepth) return null;
        var terms = new List<Node>();
        do
        {
            var negative = TakeSignOf(out var signed);
            if (!signed && terms.Count > 0) break;
            if (ParseProduct() is not { } term) return null;
            terms.Add(negative ? Negated(term) : term);
        }
        while (!_work.IsSpent);
        _depth--;
        return terms.Count == 1 ? terms[0] : new Sum(terms);
    }

    private bool TakeSignOf(out bool signed)
    {
        var negative = false;
        signed = false;
        for (var signs = 0; signs < 4; signs++)
        {
            if (Take("-")) negative = !negative;
            else if (Current.Is("+-") || Current.Is("-+"))
            {
                (negative, _sawSign) = (negative ^ Current.Is("-+") ^ _otherSign, true);
                Advance();
            }
            else if (!Take("+")) break;
            signed = true;
        }
        return negative;
    }

    private static Node Negated(Node node) => node switch
    {
        Literal literal => literal with { Value = -literal.Value },
        _ => new Product([MinusOne, node]),
    };

    private static readonly Literal MinusOne = new(-1);
    private static readonly Literal Half = new(new Numbers.BigRational(1, 2));
}
