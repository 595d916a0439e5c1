using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Shapes;
using ReasonOps.Verification.Symbolic;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Equivalence;

internal sealed partial class Comparison
{
    /// <summary>Equations are equal up to a factor, inequalities up to a positive one and their direction; chains part by part.</summary>
    private Agreement MatchRelations(Relation a, Relation b)
    {
        if (a.Signs.Count != b.Signs.Count) return Agreement.Different;
        if (a.Signs.Count > 1 || a.Signs[0] is "in" || b.Signs[0] is "in") return MatchChains(a, b) is Agreement.Equal ? Agreement.Equal : MatchChains(a, Mirrored(b));
        var (left, right) = (Below(a), Below(b));
        if (left.Sign != right.Sign) return Agreement.Different;
        if (left.Lower is null || left.Upper is null || right.Lower is null || right.Upper is null) return MatchChains(a, b);
        return MatchDifferences(left.Lower, left.Upper, right.Lower, right.Upper, left.Sign);
    }

    private Agreement MatchDifferences(Quotient low, Quotient high, Quotient otherLow, Quotient otherHigh, string sign)
    {
        var signsCount = sign is "<" or "<=";
        if (_scalars.Difference(high, low) is not { } a || _scalars.Difference(otherHigh, otherLow) is not { } b) return Agreement.Undecided;
        if (signsCount)
        {
            // What a difference is over may change its sign; over the squares it cannot.
            if (_scalars.Product(high.Under, low.Under) is not { } under || _scalars.Product(otherHigh.Under, otherLow.Under) is not { } otherUnder) return Agreement.Undecided;
            if (_scalars.Product(a, otherUnder) is not { } x || _scalars.Product(b, under) is not { } y) return Agreement.Undecided;
            (a, b) = (x, y);
        }
        return _scalars.Proportional(a, b, signsCount);
    }

    /// <summary>With the larger side last: a > b is b &lt; a.</summary>
    private (string Sign, Quotient? Lower, Quotient? Upper) Below(Relation relation)
    {
        var (first, second) = (_scalars.Of(relation.Operands[0]), _scalars.Of(relation.Operands[1]));
        return relation.Signs[0] is ">" or ">=" ? (RealSets.Mirrored(relation.Signs[0]), second, first) : (relation.Signs[0], first, second);
    }

    private Agreement MatchChains(Relation a, Relation b) => a.Signs.SequenceEqual(b.Signs) ? InOrder(a.Operands, b.Operands) : Agreement.Different;

    private static Relation Mirrored(Relation relation) => new([.. relation.Operands.Reverse()], [.. relation.Signs.Reverse().Select(RealSets.Mirrored)]);

    /// <summary>2:4 is 1:2; of two parts it is also their quotient.</summary>
    private Agreement MatchRatios(Node a, Node b)
    {
        if (a is Call { Name: "ratio", Arguments: var x } && b is Call { Name: "ratio", Arguments: var y })
            return x.Count != y.Count ? Agreement.Different : All(Enumerable.Range(1, x.Count - 1).Select(i => _scalars.Compare(new Product([x[0], y[i]]), new Product([x[i], y[0]]))));
        return (a, b) switch
        {
            (Call { Name: "ratio", Arguments: [var over, var under] }, _) => _scalars.Compare(Divided(over, under), b),
            (_, Call { Name: "ratio", Arguments: [var over, var under] }) => _scalars.Compare(a, Divided(over, under)),
            _ => Agreement.Different,
        };
    }

    private static Product Divided(Node over, Node under) => new([over, new Power(under, new Literal(-1))]);

    /// <summary>Measures in base units of the same dimension; one without a unit where that is allowed.</summary>
    private Agreement MatchMeasures(Node a, Node b) => (a, b) switch
    {
        (Measure x, Measure y) => MatchUnits(x, y),
        (Measure x, _) => MatchBare(x, b),
        (_, Measure y) => MatchBare(y, a),
        (Call { Name: "percent" or "degree" } x, Call { Name: "percent" or "degree" } y) when x.Name == y.Name => _scalars.Compare(x.Arguments[0], y.Arguments[0]),
        (Call { Name: "percent" or "degree" } x, _) => MatchPlain(x, b),
        (_, Call { Name: "percent" or "degree" } y) => MatchPlain(y, a),
        _ => _scalars.Compare(a, b),
    };

    private Agreement MatchUnits(Measure a, Measure b)
    {
        var (x, y) = (Units.Of(a.Units), Units.Of(b.Units));
        return x.Dimension == y.Dimension ? _scalars.Compare(Scaled(x.Factor, a.Value), Scaled(y.Factor, b.Value)) : Agreement.Different;
    }

    private static Node Scaled(BigRational factor, Node value) => factor.IsOne ? value : new Product([new Literal(factor), value]);

    /// <summary>5 m is 5 where a unit may be left out, and 5m in letters.</summary>
    private Agreement MatchBare(Measure measure, Node other)
    {
        if (Trees.HasVariables(other)) return _scalars.Compare(InSymbols(measure), other);
        var isNumber = Units.Of(measure.Units).Dimension.Length == 0;
        return _options.UnitMayBeLeftOut || isNumber ? _scalars.Compare(measure.Value, other) : Agreement.Different;
    }

    private static Product InSymbols(Measure measure) =>
        new([measure.Value, .. measure.Units.Select(unit => new Power(new Symbol(unit.Name), new Literal(unit.Power)))]);

    /// <summary>45° is π/4, and 45 where a unit may be left out; 10% is 0.1, and 10 where that is asked for.</summary>
    private Agreement MatchPlain(Call call, Node other)
    {
        var agreement = _scalars.Compare(call, other);
        var mayBePlain = call.Name == "degree" ? _options.UnitMayBeLeftOut : _options.PercentIsPlain;
        return agreement != Agreement.Equal && mayBePlain ? _scalars.Compare(call.Arguments[0], other) : agreement;
    }
}
