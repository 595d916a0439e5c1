using System.Numerics;
using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Numeric;
using ReasonOps.Verification.Symbolic;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Equivalence;

/// <summary>Numbers and expressions: exactly where algebra can tell, else in doubles at several points.</summary>
internal sealed class Scalars(EquivalenceOptions options, bool naturalLogarithms, Work work)
{
    /// <summary>Of the largest term. Doubles leave some 1e-15; functions lose a few digits more.</summary>
    private const double Noise = 1e-9;

    /// <summary>Fewer points where both sides are defined say nothing.</summary>
    private const int FewestPoints = 3;

    private readonly Atoms _atoms = new();
    private readonly Dictionary<int, Evaluation> _evaluations = [];

    public Agreement Compare(Node a, Node b)
    {
        if (Of(a) is not { } left || Of(b) is not { } right) return Otherwise;
        if (left.Rational is { } x && right.Rational is { } y) return x == y || IsRounded(a, b, x, y) ? Agreement.Equal : Agreement.Different;
        if (Difference(left, right) is not { } difference) return Otherwise;
        var agreement = IsZero(difference);
        return agreement != Agreement.Equal && IsRounded(a, b, left, right) ? Agreement.Equal : agreement;
    }

    /// <summary>Null where it is no number, or too much work.</summary>
    public Quotient? Of(Node node) => new Algebra(_atoms, work).Of(node);

    /// <summary>The value of a real constant; infinite for ±∞, null for what is none.</summary>
    public double? Real(Node node)
    {
        if (node is Symbol { Name: "inf" }) return double.PositiveInfinity;
        if (node is Product { Factors: [Literal { Value.Sign: < 0 }, Symbol { Name: "inf" }] }) return double.NegativeInfinity;
        if (Of(node) is not { } quotient || _atoms.HasVariables(quotient.Over) || _atoms.HasVariables(quotient.Under)) return null;
        var value = Value(quotient);
        return Complex.IsFinite(value) && Math.Abs(value.Imaginary) <= Noise * Complex.Abs(value) ? value.Real : null;
    }

    /// <summary>Whether one is the other times a number that is not zero; a positive one, where signs count.</summary>
    public Agreement Proportional(Polynomial a, Polynomial b, bool signsCount)
    {
        if (a.IsZero || b.IsZero) return a.IsZero && b.IsZero ? Agreement.Equal : Agreement.Different;
        var (left, right) = (a.Leading(), b.Leading());
        if (left.Monomial.Equals(right.Monomial))
        {
            var factor = left.Coefficient / right.Coefficient;
            if (signsCount && factor.Sign < 0) return Agreement.Different;
            return a.Minus(b.Times(factor), work) is { } rest ? IsZero(rest) : Otherwise;
        }
        return _atoms.Decide(a) && _atoms.Decide(b) ? Agreement.Different : ProportionalInDoubles(a, b, signsCount);
    }

    public Polynomial? Difference(Quotient left, Quotient right)
    {
        var (a, b) = (left.Over.Times(right.Under, _atoms, work), right.Over.Times(left.Under, _atoms, work));
        return a is null || b is null ? null : a.Minus(b, work);
    }

    public Polynomial? Product(Polynomial a, Polynomial b) => a.Times(b, _atoms, work);

    private Agreement Otherwise => work.IsSpent ? Agreement.Undecided : Agreement.Different;

    private Agreement IsZero(Polynomial difference)
    {
        if (difference.IsZero) return Agreement.Equal;
        if (_atoms.Decide(difference)) return Agreement.Different;
        return _atoms.HasVariables(difference)
            ? IsZeroAtPoints(difference, realOnly: true) ?? IsZeroAtPoints(difference, realOnly: false) ?? Agreement.Undecided
            : IsZeroAt(0, difference, realOnly: false) switch { true => Agreement.Equal, false => Agreement.Different, null => Agreement.Undecided };
    }

    /// <summary>
    /// Null where too few points can tell. Points at which a part of either side is not real are passed over first, so that √(1/n) is
    /// 1/√n though the two differ for negative n.
    /// </summary>
    private Agreement? IsZeroAtPoints(Polynomial difference, bool realOnly)
    {
        var told = 0;
        for (var index = 0; index < SamplePoint.Count && !work.IsSpent; index++)
        {
            if (IsZeroAt(index, difference, realOnly) is not { } zero) continue;
            if (!zero) return Agreement.Different;
            told++;
        }
        return told >= FewestPoints ? Agreement.Equal : null;
    }

    private bool? IsZeroAt(int index, Polynomial difference, bool realOnly)
    {
        if (!work.Spend(20L * difference.Terms.Count)) return null;
        var (value, largest, real) = At(index).Of(difference);
        if (realOnly && !real) return null;
        return Complex.IsFinite(value) && double.IsFinite(largest) ? Complex.Abs(value) <= Noise * largest : null;
    }

    private Agreement ProportionalInDoubles(Polynomial a, Polynomial b, bool signsCount)
    {
        var ratios = new List<Complex>();
        for (var index = 0; index < SamplePoint.Count; index++)
        {
            var ratio = At(index).Of(a).Value / At(index).Of(b).Value;
            if (Complex.IsFinite(ratio)) ratios.Add(ratio);
        }
        if (ratios.Count < FewestPoints) return Agreement.Undecided;
        var same = ratios.TrueForAll(ratio => Complex.Abs(ratio - ratios[0]) <= Noise * 100 * Complex.Abs(ratio)) && ratios[0] != Complex.Zero;
        return same && (!signsCount || ratios[0].Real > 0) ? Agreement.Equal : Agreement.Different;
    }

    private bool IsRounded(Node a, Node b, BigRational x, BigRational y)
    {
        var (first, second) = (Trees.HasDecimals(a), Trees.HasDecimals(b));
        if ((!first && !second) || options.RelativePrecision <= 0 || (x.IsDecimal && y.IsDecimal)) return false;
        return IsNear(x.ToDouble(), y.ToDouble(), (x - y).ToDouble(), first, second);
    }

    private bool IsRounded(Node a, Node b, Quotient x, Quotient y)
    {
        var (first, second) = (Trees.HasDecimals(a), Trees.HasDecimals(b));
        if ((!first && !second) || options.RelativePrecision <= 0 || Trees.HasVariables(a) || Trees.HasVariables(b)) return false;
        var (left, right) = (Value(x), Value(y));
        return IsNear(left, right, left - right, first, second);
    }

    /// <summary>Relative to the side that has no decimals, for it is what was rounded.</summary>
    private bool IsNear(Complex x, Complex y, Complex difference, bool first, bool second)
    {
        const double Doubles = 1e-14;
        var size = first == second ? Math.Max(Complex.Abs(x), Complex.Abs(y)) : Complex.Abs(first ? y : x);
        return Complex.IsFinite(difference) && Complex.Abs(difference) <= (options.RelativePrecision + Doubles) * size && size > 0 && double.IsFinite(size);
    }

    private Complex Value(Quotient quotient) => quotient.Rational is { } rational
        ? rational.ToDouble()
        : At(0).Value(quotient);

    private Evaluation At(int index) =>
        _evaluations.TryGetValue(index, out var known) ? known : _evaluations[index] = new Evaluation(_atoms, new SamplePoint(index), naturalLogarithms, work);
}
