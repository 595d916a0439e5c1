using System.Numerics;
using ReasonOps.Verification.Equivalence;
using ReasonOps.Verification.Symbolic;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Numeric;

/// <summary>Values in doubles at one point; NaN where there is none.</summary>
internal sealed class Evaluation(Atoms atoms, SamplePoint point, bool naturalLogarithms, Work work)
{
    private static readonly Complex Unknown = new(double.NaN, double.NaN);

    private readonly Dictionary<int, Complex> _values = [];

    public Complex Value(Quotient quotient)
    {
        var (over, under) = (Of(quotient.Over), Of(quotient.Under));
        return over.Value / under.Value * Math.ScaleB(1, Scale(quotient.Over) - Scale(quotient.Under));
    }

    /// <summary>
    /// What a polynomial is; the largest of its terms in size, which is what rounding is relative to; and whether all its atoms are real
    /// here. The first two are over the same power of two.
    /// </summary>
    public (Complex Value, double Largest, bool IsReal) Of(Polynomial polynomial)
    {
        var scale = Scale(polynomial);
        var (sum, largest, real) = (Complex.Zero, 0.0, true);
        foreach (var (monomial, coefficient) in polynomial.Terms)
        {
            Complex term = coefficient.ToDouble(scale);
            foreach (var (atom, power) in monomial.Parts)
            {
                var value = OfAtom(atom);
                term *= power == 1 ? value : Complex.Pow(value, power);
                real &= atoms.All[atom].Key == "i" || Math.Abs(value.Imaginary) <= 1e-12 * Complex.Abs(value);
            }
            sum += term;
            largest = Math.Max(largest, Complex.Abs(term));
        }
        return (sum, largest, real);
    }

    private static int Scale(Polynomial polynomial) => polynomial.Terms.Count == 0 ? 0 : polynomial.Terms.Max(term => term.Value.Scale);

    private Complex OfAtom(int number)
    {
        if (_values.TryGetValue(number, out var known)) return known;
        var atom = atoms.All[number];
        return _values[number] = atom.Kind == AtomKind.Variable ? point.Of(number) : Of(atom.Node);
    }

    public Complex Of(Node node) => !work.Spend(2) ? Unknown : node switch
    {
        Literal literal => literal.Value.ToDouble(),
        Symbol symbol => OfSymbol(symbol),
        Sum sum => sum.Terms.Aggregate(Complex.Zero, (total, term) => total + Of(term)),
        Product product => product.Factors.Aggregate(Complex.One, (total, factor) => total * Of(factor)),
        Power power => OfPower(power),
        Call call => OfCall(call),
        _ => Unknown,
    };

    private Complex OfSymbol(Symbol symbol) => symbol.Name switch
    {
        "pi" => Math.PI,
        "e" => Math.E,
        "i" => Complex.ImaginaryOne,
        _ when symbol.IsConstant => Unknown,
        _ => atoms.Find(symbol.Name) is { } number ? OfAtom(number) : Unknown,
    };

    private Complex OfPower(Power power)
    {
        var (x, y) = (Of(power.Base), Of(power.Exponent));
        if (x == Complex.Zero) return y.Real > 0 ? Complex.Zero : Unknown;
        if (x is { Imaginary: 0, Real: < 0 } && Algebra.RationalExponent(power.Exponent) is { } exponent && !exponent.Under.IsEven)
            return Math.Pow(-x.Real, y.Real) * (exponent.Over.IsEven ? 1 : -1); // the real root of an odd index
        var value = x is { Imaginary: 0, Real: > 0 } && y.Imaginary == 0 ? Math.Pow(x.Real, y.Real) : Complex.Exp(y * Complex.Log(x));
        return value == Complex.Zero ? Unknown : value; // too small for a double, not zero
    }

    private Complex OfCall(Call call)
    {
        if (call.Name is "percent") return Of(call.Arguments[0]) / 100;
        if (call.Name is "degree") return Of(call.Arguments[0]) * Math.PI / 180;
        var values = call.Arguments.Select(Of).ToArray();
        if (Array.Exists(values, value => !Complex.IsFinite(value))) return Unknown;
        var result = Functions.Of(call.Name, values, naturalLogarithms);
        const double Noise = 1e-14; // sin(π) is 0
        return new Complex(Math.Abs(result.Real) < Noise ? 0 : result.Real, Math.Abs(result.Imaginary) < Noise ? 0 : result.Imaginary);
    }
}
