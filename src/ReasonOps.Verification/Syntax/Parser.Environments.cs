namespace ReasonOps.Verification.Syntax;

internal sealed partial class Parser
{
    private Node? ParseEnvironment()
    {
        var name = Current.Text;
        Advance();
        if (name == "array") SkipColumns();
        var aligned = name is "cases" or "aligned" or "align" or "gathered" or "split" or "rcases" or "dcases" or "equation" or "eqnarray";
        if (!aligned && name is not ("pmatrix" or "bmatrix" or "Bmatrix" or "matrix" or "smallmatrix" or "array")) return null;
        if (ParseRows(aligned) is not { Count: > 0 } rows || Current.Kind != TokenKind.EndOf) return null;
        Advance();
        if (!aligned) return rows.TrueForAll(row => row.Count == rows[0].Count) ? new Matrix(rows) : null;
        return rows is [[var only]] ? only : new Listing(Connective.And, [.. rows.SelectMany(row => row)]);
    }

    private List<IReadOnlyList<Node>>? ParseRows(bool aligned)
    {
        var (rows, bars) = (new List<IReadOnlyList<Node>>(), _bars);
        _bars = 0;
        while (Current.Kind != TokenKind.EndOf)
        {
            if (ParseRow(aligned) is not { } row) return null;
            rows.Add(row);
            Take(",");
            if (!Take("\\\\")) break;
        }
        _bars = bars;
        return rows;
    }

    private List<Node>? ParseRow(bool aligned)
    {
        if (aligned) RemoveAlignment();
        var row = new List<Node>();
        do
        {
            if (ParseRelation() is not { } cell) return null;
            row.Add(cell);
        }
        while (Take("&"));
        return aligned && row.Count > 1 ? null : row;
    }

    /// <summary><c>x &amp;= 3</c>: the sign before a relation only aligns.</summary>
    private void RemoveAlignment()
    {
        for (var at = _at; at < _tokens.Count - 1 && !_tokens[at].Is("\\\\"); at++)
        {
            if (_tokens[at].Is("&") && _tokens[at + 1] is { Kind: TokenKind.Sign, Text: "=" or "<" or ">" or "<=" or ">=" }) _tokens.RemoveAt(at);
            _work.Spend(1);
        }
    }

    private void SkipColumns()
    {
        while (Take("{") || Current.Is("|") || Current is { Kind: TokenKind.Word or TokenKind.Symbol })
        {
            if (!Current.Is("{")) Advance();
            if (Take("}")) return;
        }
    }

    /// <summary>A sum with what it measures, or a ratio.</summary>
    private Node? ParseMeasure()
    {
        var outer = _currency;
        _currency = null;
        var value = ParseSum();
        var currency = _currency;
        _currency = outer;
        if (value is null) return null;
        if (Current.Is(":") && !_colonSeparates) return ParseRatio(value);
        var units = ParseUnits();
        if (units is null) return null;
        if (currency is not null) units.Insert(0, new UnitPower(currency, 1));
        return units.Count == 0 ? value : new Measure(value, units);
    }

    private Call? ParseRatio(Node first)
    {
        var parts = new List<Node> { first };
        while (Take(":"))
        {
            if (ParseSum() is not { } part) return null;
            parts.Add(part);
        }
        return new Call("ratio", parts);
    }

    private List<UnitPower>? ParseUnits()
    {
        var (units, sign, scale) = (new List<UnitPower>(), 1, 1);
        while (Current.Kind is TokenKind.Word or TokenKind.Currency || (units.Count == 0 ? _at > 0 && IsUnitLetter() : Current.Is("/") || Current.Is("*") || (sign < 0 && Current.Kind == TokenKind.Symbol)))
        {
            var word = Current.Text;
            Advance();
            if (word is "per" || (word is "/" or "a" && units.Count > 0)) sign = -1;
            else if (word is "square" or "sq" or "cubic") scale = word == "cubic" ? 3 : 2;
            else if (word != "*" && Names.ShortWords.Contains(word) && !Shapes.Units.IsKnown(word)) return null;
            else if (word != "*")
            {
                if (TakeUnitPower() is not { } power) return null;
                units.Add(new UnitPower(word, sign * scale * power));
                scale = 1;
            }
        }
        return units;
    }

    private int? TakeUnitPower()
    {
        if (!Take("^")) return 1;
        var power = ParseExponent() is Literal { Value: { IsInteger: true } value } ? (int?)value.ToDouble() : null;
        return power is >= -9 and <= 9 ? power : null;
    }
}
